import type { ClassDistribution, Exploration } from '@fraudx/data';
import type { PlotSpec } from '@fraudx/plots';
import { renderSvg } from '@fraudx/plots';
import { countText, metricText, percentText, timeText } from '../../output/numbers.ts';

const mostPictures = 40;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function htmlTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line(headings, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

/** Rows per class in the whole table; the bins of a text column hold the most frequent values only. */
interface ClassTotals {
  readonly genuine: number;
  readonly fraud: number;
}

/** Share of each class per bin: the classes are compared, not their sizes. */
function distributionSpec({ bins, kind }: ClassDistribution, totals: ClassTotals): PlotSpec {
  const values = bins.flatMap((bin, order) =>
    (['genuine', 'fraud'] as const).map((name) => ({
      label: kind === 'timestamp' && bin.from !== undefined ? timeText(bin.from).slice(0, 10) : bin.label.slice(0, 40),
      order,
      class: name,
      share: bin[name] / Math.max(1, totals[name]),
    })),
  );
  return {
    width: 300,
    height: 150,
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      x: {
        field: 'label',
        type: 'ordinal',
        sort: { field: 'order' },
        axis: { title: null, labelAngle: -60, labelLimit: 90, labelOverlap: true },
      },
      xOffset: { field: 'class', sort: ['genuine', 'fraud'] },
      y: { field: 'share', type: 'quantitative', axis: { title: 'share of class', format: '.3~p' } },
      color: { field: 'class', type: 'nominal', sort: ['genuine', 'fraud'], legend: { title: null } },
    },
  };
}

function rateSpec(segments: NonNullable<Exploration['drift']>['segments'], isTime: boolean): PlotSpec {
  const values = segments.map((segment, k) => ({
    label: isTime ? timeText(segment.from).slice(0, 10) : String(Number(segment.from.toPrecision(5))),
    order: k,
    rate: segment.fraudRate ?? 0,
  }));
  return {
    title: { text: 'Fraud rate over time', subtitle: 'ten stretches of equally many rows, named by their start' },
    width: 640,
    height: 160,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'label', type: 'ordinal', sort: { field: 'order' }, axis: { title: null, labelAngle: -30 } },
      y: { field: 'rate', type: 'quantitative', axis: { title: 'fraud rate', format: '.2%' } },
    },
  };
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem;color:#1d2433}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;font-size:13px}
td,th{padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #dde2ea}.pictures{display:flex;flex-wrap:wrap;gap:1rem}
svg{max-width:100%;height:auto}figure{margin:0}figcaption{font-weight:600}`;

/** One page with everything inside: no script, no address, pictures as SVG. */
export async function exploreHtml(path: string, exploration: Exploration): Promise<string> {
  const { description, distributions, correlations, drift } = exploration;
  const kinds = new Map(description.columns.map((column) => [column.name, column.kind]));
  const columns = description.columns.map((column) => [
    column.name,
    column.kind,
    percentText(column.missingRate),
    countText(column.distinct),
    ...[column.min, column.quantiles?.p50, column.max].map((value) =>
      value === undefined ? '' : column.kind === 'timestamp' ? timeText(value) : String(Number(value.toPrecision(6))),
    ),
  ]);
  const { target } = description;
  const totals = { genuine: target?.negatives ?? 0, fraud: target?.positives ?? 0 };
  const pictures: string[] = [];
  for (const distribution of distributions.slice(0, mostPictures)) {
    if (distribution.bins.length === 0) continue;
    // The heading is none of the picture: vega fails at a title such as "constructor".
    const svg = await renderSvg(distributionSpec(distribution, totals));
    pictures.push(`<figure><figcaption>${escaped(distribution.column)}</figcaption>${svg}</figure>`);
  }
  const isTime = drift !== undefined && drift.segments.every(({ from }) => from > 1e11);
  const parts = [
    `<h1>${escaped(path)}</h1>`,
    `<p>${countText(description.rows)} rows, ${description.columns.length} columns${
      target === undefined
        ? ''
        : `; ${escaped(target.name)}: ${countText(target.positives)} fraud, ${countText(target.negatives)} genuine (${percentText(target.positiveRate)} fraud)`
    }</p>`,
    '<h2>Columns</h2>',
    htmlTable(['column', 'kind', 'missing', 'distinct', 'min', 'median', 'max'], columns),
    ...(pictures.length === 0
      ? []
      : ['<h2>Distributions by class</h2>', `<div class="pictures">${pictures.join('')}</div>`]),
    ...(distributions.length > mostPictures
      ? [`<p>Pictures of the first ${mostPictures} of ${distributions.length} columns.</p>`]
      : []),
    '<h2>Correlations</h2>',
    htmlTable(
      ['column', 'with', 'r'],
      correlations.map(({ left, right, value }) => [left, right, value.toFixed(3)]),
    ),
  ];
  if (drift !== undefined) {
    parts.push('<h2>Drift over time</h2>');
    if (kinds.size > 0 && drift.segments.some(({ fraudRate }) => fraudRate !== undefined)) {
      parts.push(await renderSvg(rateSpec(drift.segments, isTime)));
    }
    parts.push(
      htmlTable(
        ['column', 'PSI, first half to last'],
        drift.columns.map(({ column, psi }) => [column, metricText(psi)]),
      ),
    );
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(path)}</title><style>${style}</style></head><body>${parts.join('\n')}</body></html>\n`;
}
