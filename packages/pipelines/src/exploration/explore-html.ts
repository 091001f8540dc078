import type { ClassDistribution, ColumnDescription, Exploration } from '@fraudx/data';
import { countText, openTimeZone, timeText } from '@fraudx/core';
import type { Cell, PlotSpec } from '@fraudx/plots';
import { escapeHtml, listHtml, pageHtml, percentText, pictureHtml, sectionHtml, tableHtml } from '@fraudx/plots';
import { valuesHeading, valuesText } from './values-text.ts';
import { labelsOf } from './axis-labels.ts';
import { driftHtml } from './drift-html.ts';
import { shownCorrelations, columnsToShow } from './columns-to-show.ts';

const mostPictures = 40;
const mostNames = 30;
/** A column of texts is drawn when one comes twice and its most frequent ones cover this share of its rows; ids and free text do not. */
const leastCovered = 0.05;

const style = `
main{max-width:1120px}.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .35em 0 .9em}.key:first-child{margin-left:0}
:root{--genuine:#0072b2;--fraud:#d55e00}@media screen and (prefers-color-scheme:dark){:root{--genuine:#56b4e9;--fraud:#f0883e}}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:18px 22px;align-items:start}
.columns td:last-child{min-width:15em}.narrow table{width:auto}.narrow th,.narrow td{padding-right:2em}
summary{cursor:pointer;color:var(--muted);margin:8px 0}
.pictures h3{margin:0}.pictures p{margin:0;font-size:13px}
@media (max-width:520px){section>.picture{overflow-x:auto}section>.picture svg{max-width:none;width:600px}}
@media print{.pictures{grid-template-columns:1fr 1fr 1fr}.pictures>div{break-inside:avoid}.key{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

/** Rows per class with a label. */
interface ClassTotals {
  readonly genuine: number;
  readonly fraud: number;
}

/** Where a bin of times begins: the date, or where bins are shorter the time of day too. */
function timeOf({ label, from, to }: ClassDistribution['bins'][number], timeZone: string | undefined): string {
  if (from === undefined || to === undefined || from === to) return label;
  const text = timeText(openTimeZone(timeZone).localOf(from));
  return to - from >= 86_400_000 ? text.slice(0, 10) : text.slice(5, 16);
}

/** Share of each class per bin: the classes are compared, not their sizes. */
function distributionSpec({ bins, kind, timeZone }: ClassDistribution, totals: ClassTotals): PlotSpec {
  const values = bins.flatMap((bin, order) =>
    (['genuine', 'fraud'] as const).map((name) => ({
      label: kind === 'timestamp' ? timeOf(bin, timeZone) : bin.label,
      order,
      class: name,
      share: bin[name] / Math.max(1, totals[name]),
    })),
  );
  const share = {
    field: 'share',
    type: 'quantitative',
    axis: { title: null, format: '.3~p', tickCount: 4, labelOverlap: 'parity', labelSeparation: 6 },
  };
  const offset = { field: 'class', sort: ['genuine', 'fraud'] };
  const color = { field: 'class', type: 'nominal', sort: ['genuine', 'fraud'], legend: null };
  const shared = { padding: 4, data: { values }, mark: { type: 'bar' } };
  if (kind === 'categorical') {
    const label = { title: null, labelLimit: 140 };
    return {
      ...shared,
      width: 170,
      height: { step: bins.length > 4 ? 8 : 12 },
      encoding: {
        y: { field: 'order', type: 'ordinal', axis: { ...label, labelExpr: labelsOf(values) } },
        yOffset: offset,
        x: share,
        color,
      },
    };
  }
  return {
    ...shared,
    width: 260,
    height: 120,
    encoding: {
      x: {
        field: 'order',
        type: 'ordinal',
        axis: {
          title: null,
          labelAngle: 0,
          labelOverlap: 'greedy',
          labelSeparation: 6,
          labelExpr: labelsOf(
            kind === 'timestamp' ? values : values.map(({ order }) => ({ order, label: startOf(bins[order]!) })),
          ),
        },
      },
      xOffset: offset,
      y: share,
      color,
    },
  };
}

/** A bin of numbers is named by where it begins, in as many digits as tell it from the next. */
function startOf({ label, from, to }: ClassDistribution['bins'][number]): string {
  if (from === undefined || to === undefined || from === to) return label;
  const isLowest = label.startsWith('below');
  const value = isLowest ? to : from;
  const digits = Math.ceil(Math.log10(Math.abs(value) / (to - from))) + 1;
  const format = new Intl.NumberFormat('en', {
    notation: Math.abs(value) >= 1e5 ? 'compact' : 'standard',
    maximumSignificantDigits: Math.min(12, Math.max(3, Number.isFinite(digits) ? digits : 3)),
    useGrouping: false,
  });
  return `${isLowest ? '< ' : label.startsWith('from') ? '≥ ' : ''}${format.format(value)}`;
}

/** All columns; of many the most telling ones first and the others folded up. */
function columnsHtml(exploration: Exploration): string {
  const number = (text: string): Cell => ({ text, kind: 'number' });
  const tableOf = (some: readonly ColumnDescription[]): string => {
    const rows = some.map((column) => [
      { text: column.name },
      { text: column.kind },
      number(column.missing === 0 ? '' : percentText(column.missingRate)),
      number(countText(column.distinct)),
      { text: valuesText(column) },
    ]);
    return `<div class="columns">${tableHtml(['column', 'kind', 'missing', 'distinct', valuesHeading], rows)}</div>`;
  };
  const { shown, others, first } = columnsToShow(exploration);
  if (first === undefined) return tableOf(shown);
  const more = countText(others.length);
  return `<p class="muted">Columns ${first} come first; ${more} more below.</p>
${tableOf(shown)}
<details><summary>The other ${more} columns</summary>${tableOf(others)}</details>`;
}

function isDrawn({ kind, bins, missing }: ClassDistribution, { genuine, fraud }: ClassTotals): boolean {
  if (bins.length === 0) return false;
  if (kind !== 'categorical') return true;
  const known = genuine + fraud - missing.genuine - missing.fraud;
  const shown = bins.slice(0, 10).reduce((sum, bin) => sum + bin.genuine + bin.fraud, 0);
  return bins[0]!.genuine + bins[0]!.fraud > 1 && shown >= leastCovered * known;
}

async function distributionsHtml(distributions: readonly ClassDistribution[], totals: ClassTotals): Promise<string> {
  const drawn = distributions
    .filter((distribution) => isDrawn(distribution, totals))
    .toSorted((a, b) => b.difference - a.difference);
  const pictures: string[] = [];
  for (const distribution of drawn.slice(0, mostPictures)) {
    const { column, missing } = distribution;
    const gaps =
      missing.genuine + missing.fraud === 0
        ? ''
        : `<p class="muted">missing: ${percentText(missing.genuine / totals.genuine)} of genuine, ${percentText(missing.fraud / totals.fraud)} of fraud</p>`;
    // The heading is none of the picture: vega fails at a title such as "constructor".
    const picture = await pictureHtml(distributionSpec(distribution, totals), `${column}, share of each class`);
    pictures.push(`<div><h3>${escapeHtml(column)}</h3>${gaps}${picture}</div>`);
  }
  const left = distributions.filter((distribution) => !isDrawn(distribution, totals)).map(({ column }) => column);
  const notes = [
    ...(drawn.length > mostPictures ? [`The first ${mostPictures} of ${drawn.length} columns.`] : []),
    ...(left.length === 0 ? [] : [`Not drawn, because they are empty or every text is rare: ${namesText(left)}.`]),
  ];
  return `<p><span class="key" style="background:var(--genuine)"></span>genuine<span class="key" style="background:var(--fraud)"></span>fraud
<span class="muted">&ensp;share of each class; columns in which the classes differ most come first</span></p>
<div class="pictures">${pictures.join('\n')}</div>${listHtml(notes)}`;
}

function namesText(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more <= 0 ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${countText(more)} more`;
}

function correlationsHtml(exploration: Exploration): string {
  const shown = shownCorrelations(exploration.correlations);
  if (shown.length === 0) return '<p>No two numeric columns are correlated by 0.1 or more.</p>';
  const rows = shown.map(({ left, right, value }): Cell[] => [
    { text: left },
    { text: right },
    { text: value.toFixed(3), kind: 'number' },
  ]);
  return `<div class="narrow">${tableHtml(['column', 'with', 'r'], rows)}</div>`;
}

function figuresHtml({ description: { rows, columns, target } }: Exploration): string {
  const zone = columns.find(({ timeZone }) => timeZone !== undefined)?.timeZone;
  const figures: [string, string][] = [
    [countText(rows), 'rows'],
    [String(columns.length), 'columns'],
    ...(zone === undefined ? [] : ([[zone, 'zone of times']] as [string, string][])),
    ...(target === undefined
      ? []
      : ([
          [countText(target.positives), `fraud (${target.name})`],
          [percentText(target.positiveRate), target.unlabelled === 0 ? 'fraud' : 'fraud, of rows with a label'],
          ...(target.unlabelled === 0 ? [] : [[countText(target.unlabelled), 'rows without a label']]),
        ] as [string, string][])),
  ];
  return `<div class="figures">${figures
    .map(([value, name]) => `<div class="figure"><b>${escapeHtml(value)}</b><span>${escapeHtml(name)}</span></div>`)
    .join('')}</div>`;
}

/**
 * One page with everything inside: no script, no address, pictures as SVG, light and dark by the reader's setting.
 *
 * @param warnings - What was noticed while reading.
 */
export async function exploreHtml(
  path: string,
  exploration: Exploration,
  warnings: readonly string[] = [],
): Promise<string> {
  const { description, distributions, drift } = exploration;
  const { target } = description;
  const totals = { genuine: target?.negatives ?? 0, fraud: target?.positives ?? 0 };
  const name = path.split(/[/\\]/).at(-1)!;
  const parts = [
    `<h1>${escapeHtml(name)}</h1>`,
    ...(name === path ? [] : [`<p class="muted">${escapeHtml(path)}</p>`]),
    figuresHtml(exploration),
    listHtml(warnings),
    sectionHtml('Columns', columnsHtml(exploration)),
    ...(target === undefined
      ? []
      : [sectionHtml('Distributions by class', await distributionsHtml(distributions, totals))]),
    sectionHtml('Correlations', correlationsHtml(exploration)),
    ...(drift === undefined ? [] : [sectionHtml('Drift over time', await driftHtml(drift, exploration.timeZone))]),
  ];
  return pageHtml(`Exploration of ${name}`, style, parts.join('\n'));
}
