import { countText, durationText, timeText } from '@fraudx/core';
import type { Cell } from '@fraudx/plots';
import { escapeHtml, listHtml, pageHtml, percentText, pictureHtml, sectionHtml, tableHtml } from '@fraudx/plots';
import type { Params, ParamValue, StudySummary, TrialHistory, TrialRecord } from '@fraudx/tuning';
import { bestFirst, isFeasible, summariseStudy, valuesOf } from '@fraudx/tuning';
import { confirmationJson, confirmationText } from '../confirm/confirmation-json.ts';
import { coursePictures } from './course-pictures.ts';
import type { CaptionedPicture } from './objective-pictures.ts';
import { objectivePictures } from './objective-pictures.ts';
import { outerHtml } from './outer-html.ts';
import { confirmationOf } from './study-facts.ts';
import type { StudyReport } from './study-report.ts';
import { selectionOfReport } from './study-report.ts';
import { failuresHtml, factsHtml, paramsYaml, selectionTexts, valueText } from './study-texts.ts';

const style = `
main{max-width:1120px}.facts{display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;margin:12px 0}.facts dt{color:var(--muted)}.facts dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 12px;overflow-x:auto;font-size:13px;line-height:1.45;user-select:all}
.slices{display:grid;grid-template-columns:repeat(auto-fill,minmax(290px,1fr));gap:10px 18px;align-items:start}
.pair{display:grid;grid-template-columns:repeat(auto-fill,minmax(440px,1fr));gap:10px 18px;align-items:start}
.picture+.caption,.caption{margin:0 0 18px;color:var(--muted);font-size:13.5px;max-width:46em}
.trials table,.failures table{width:auto}.failures th,.failures td{padding-right:20px}
.trials th,.trials td{padding-right:14px;font-size:13px}.trials th,.trials th.n{font-size:12px;white-space:normal}.failures td:last-child{overflow-wrap:anywhere}
@media (max-width:520px){.pair{grid-template-columns:1fr}section>.shown .picture{overflow-x:auto}section>.shown .picture svg{max-width:none;width:600px}}
@media print{.trials th,.trials td{font-size:9px;padding:2px 8px 2px 0}.slices{grid-template-columns:1fr 1fr 1fr}.pair{grid-template-columns:1fr 1fr}.shown{break-inside:avoid}pre{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

const mostTrials = 10;
const mostFront = 30;
/** Hyperparameters with a column of their own; a trial has all of them in its YAML. */
const mostColumns = 40;
const mostObjectives = 3;

async function pictureWithCaption({ spec, alt, caption }: CaptionedPicture): Promise<string> {
  const text = caption === '' ? '' : `<p class="caption">${escapeHtml(caption)}</p>`;
  return `<div class="shown">${await pictureHtml(spec, alt)}${text}</div>`;
}

async function picturesHtml(pictures: readonly CaptionedPicture[]): Promise<string> {
  const parts: string[] = [];
  for (const picture of pictures) parts.push(await pictureWithCaption(picture));
  return parts.join('\n');
}

function paramText(value: ParamValue | undefined): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(5)));
  return value === undefined ? '–' : String(value);
}

/** A text as a sentence of its own. */
function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function valuesText(trial: TrialHistory): string {
  return (valuesOf(trial) ?? []).map((value) => valueText(value)).join(', ');
}

/** The complete trials to list, the best first; with several directions those that no other one beats. */
function listed({ study, front }: StudySummary, history: readonly TrialHistory[]): readonly TrialHistory[] {
  const { directions } = study.spec;
  if (directions.length > 1) return front.slice(0, mostFront);
  return bestFirst(history.filter(isFeasible), directions[0]!).slice(0, mostTrials);
}

function trialsHtml(trials: readonly TrialHistory[], summary: StudySummary, valueTitles: readonly string[]): string {
  const { space } = summary.study.spec;
  const searched = Object.keys(space).filter((name) => space[name]!.type !== 'fixed');
  const names = searched.slice(0, mostColumns);
  const number = (text: string): Cell => ({ text, kind: 'number' });
  const cellOf = (params: Params, name: string): Cell => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return typeof value === 'number' ? number(paramText(value)) : { text: paramText(value) };
  };
  const rows = trials.map((trial) => [
    number(String(trial.trial)),
    ...(valuesOf(trial) ?? []).map((value) => number(valueText(value))),
    number(trial.state === 'running' ? '–' : durationText(trial.durationMs)),
    ...names.map((name) => cellOf(trial.params, name)),
  ]);
  const more = searched.length - names.length;
  return `<div class="trials">${tableHtml(['trial', ...valueTitles, 'took', ...names], rows)}</div>${more === 0 ? '' : `<p class="muted">${countText(more)} more hyperparameters are not shown.</p>`}`;
}

function bestHtml(trials: readonly TrialRecord[], summary: StudySummary): string {
  const isOne = summary.best !== undefined;
  const more = summary.front.length - trials.length;
  const note = more > 0 ? `<p class="muted">The first ${trials.length}; ${countText(more)} more.</p>` : '';
  const blocks = trials
    .map((trial) => {
      const head = isOne ? '' : `<h3>Trial ${trial.trial}: ${escapeHtml(valuesText(trial))}</h3>`;
      return `${head}<pre>${escapeHtml(paramsYaml(trial.params))}</pre>`;
    })
    .join('\n');
  return `${isOne ? '' : note}${blocks}`;
}

function figuresHtml({ counts, infeasible, best }: StudySummary, metric: string): string {
  const states = Object.entries(counts).filter(([state, count]) => count > 0 || state === 'complete');
  const figures = [
    ...(best === undefined ? [] : [[valuesText(best), `best ${metric}, trial ${best.trial}`]]),
    ...states.map(([state, count]) => [countText(count), state]),
    ...(infeasible === 0 ? [] : [[countText(infeasible), 'infeasible']]),
  ] as [string, string][];
  return `<div class="figures">${figures
    .map(([value, name]) => `<div class="figure"><b>${escapeHtml(value)}</b><span>${escapeHtml(name)}</span></div>`)
    .join('')}</div>`;
}

async function objectiveHtml(
  { study, history }: StudyReport,
  objective: number,
  valueTitles: readonly string[],
): Promise<string[]> {
  const title = valueTitles[objective]!;
  const isOne = valueTitles.length === 1;
  const of = isOne ? '' : `: ${title}`;
  const { importances, slices, notSliced, pair, others } = objectivePictures(study.spec, history, objective, title);
  const parts: string[] = [];
  if (importances !== undefined) {
    const rows = importances.rows.map(([name, best, whole]): Cell[] => [
      { text: name },
      { text: percentText(best), kind: 'number' },
      { text: whole === undefined ? '–' : percentText(whole), kind: 'number' },
    ]);
    const table = `<details><summary>As numbers</summary>${tableHtml(['hyperparameter', 'PED-ANOVA', 'fANOVA'], rows)}</details>`;
    parts.push(sectionHtml(`Importance of hyperparameters${of}`, `${await pictureWithCaption(importances)}${table}`));
  }
  if (slices.length > 0) {
    const caption = `Each panel shows the complete trials along one hyperparameter, on its own scale; the best tenth is orange${notSliced === 0 ? '' : `; ${countText(notSliced)} less important ones are not drawn`}.`;
    parts.push(
      sectionHtml(
        `Values by hyperparameter${of}`,
        `<p class="caption">${escapeHtml(caption)}</p><div class="slices">${await picturesHtml(slices)}</div>`,
      ),
    );
  }
  if (isOne && pair.length + others.length > 0) {
    const beside = pair.length === 0 ? '' : `<div class="pair">${await picturesHtml(pair)}</div>`;
    parts.push(sectionHtml('Hyperparameters together', beside + (await picturesHtml(others))));
  }
  return parts;
}

function frontTitle(shown: number, all: number): string {
  return shown === all
    ? 'All trials on the front'
    : `The first ${countText(shown)} of ${countText(all)} trials on the front`;
}

/**
 * A study as one HTML page with everything inside: no script, no address, pictures as SVG, light and dark by the reader's setting. Of large studies pictures show
 * some of the trials, and say so.
 *
 * @param report - See {@link StudyReport}.
 */
export async function studyHtml(report: StudyReport): Promise<string> {
  const { study, history, metric = 'value' } = report;
  const { directions } = study.spec;
  const summary = summariseStudy(study, history);
  const valueTitles =
    directions.length === 1 ? [metric] : directions.map((_, i) => report.metrics?.[i] ?? `${metric} ${i + 1}`);
  const name = study.name ?? study.studyId;
  const shown = listed(summary, history);
  const confirmation = confirmationOf(report, summary.best);
  const keptTrial = history.find(
    (one): one is TrialRecord => one.trial === confirmation?.kept && one.state !== 'running',
  );
  const best = summary.best === undefined ? summary.front.slice(0, 3) : [keptTrial ?? summary.best];
  const course = coursePictures(report, summary, valueTitles);
  const trust = selectionTexts(selectionOfReport(report), metric, directions);
  const confirmed = confirmationText(confirmationJson(confirmation), metric);
  const kept = confirmed === undefined ? '' : `<p>${escapeHtml(sentence(confirmed))}</p>`;
  const isOne = directions.length === 1;
  const objectives = await Promise.all(
    valueTitles.slice(0, mostObjectives).map((_, i) => objectiveHtml(report, i, valueTitles)),
  );
  const parts = [
    `<h1>${escapeHtml(name)}</h1>`,
    `<p class="muted">Study of hyperparameters, written ${escapeHtml(timeText(report.writtenAt))} UTC</p>`,
    figuresHtml(summary, metric),
    factsHtml(report),
    ...(best.length === 0
      ? [
          sectionHtml(
            'Best trial',
            `<p>${summary.infeasible === 0 ? 'No trial is complete yet.' : 'Every complete trial violates a constraint.'}</p>`,
          ),
        ]
      : [
          sectionHtml(
            isOne
              ? keptTrial === undefined
                ? 'Best trial'
                : 'The trial that is kept'
              : 'Trials that no other one beats',
            `${kept}${bestHtml(best, summary)}`,
          ),
        ]),
    ...(trust.length === 0 ? [] : [sectionHtml('How far the best trial can be trusted', listHtml(trust))]),
    ...(isOne ? outerHtml(report.outer) : []),
    ...(course.length === 0
      ? []
      : [
          sectionHtml(
            isOne ? 'Course of the search' : 'Pareto front and course of the search',
            await picturesHtml(course),
          ),
        ]),
    ...(shown.length === 0
      ? []
      : [
          sectionHtml(
            isOne ? `The best ${shown.length} trials` : frontTitle(shown.length, summary.front.length),
            trialsHtml(shown, summary, valueTitles),
          ),
        ]),
    ...objectives.flat(),
    ...failuresHtml(history),
  ];
  return pageHtml(`Study ${name}`, style, parts.join('\n'));
}
