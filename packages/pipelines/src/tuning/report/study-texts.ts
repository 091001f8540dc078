import { countText, timeText } from '@fraudx/core';
import { escapeHtml, numberText, sectionHtml, tableHtml } from '@fraudx/plots';
import type { Direction, Params, SelectionSummary, TrialHistory } from '@fraudx/tuning';
import { importedSampler } from '@fraudx/tuning';
import type { StudyReport } from './study-report.ts';

const mostReasons = 30;
const mostNumbers = 12;
const longestReason = 500;

/** Names that YAML reads as texts without quotes. */
const plainName = /^(?!(?:null|true|false)$)[A-Za-z_][\w.-]*$/i;

/** A value with four significant digits, however large or small. */
export function valueText(value: number): string {
  const isOrdinary = value === 0 || (Math.abs(value) >= 1e-9 && Math.abs(value) < 1e15);
  return isOrdinary ? numberText(value) : String(Number(value.toPrecision(4)));
}

/** `params:` of a config with these hyperparameters. */
export function paramsYaml(params: Params): string {
  const lines = Object.entries(params).map(
    ([name, value]) => `  ${plainName.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return ['params:', ...lines, ''].join('\n');
}

function partText(part: { readonly name: string; readonly options?: object } | undefined): string {
  if (part === undefined) return 'none';
  return part.options === undefined || Object.keys(part.options).length === 0
    ? part.name
    : `${part.name} ${JSON.stringify(part.options)}`;
}

/** What the study is, as a list of names and texts. */
export function factsHtml({ study, metric, metrics }: StudyReport): string {
  const { sampler, pruner, directions, constraints = [], seed, lag, space } = study.spec;
  const named = directions.map((direction, i) => `${metrics?.[i] ?? metric ?? `value ${i + 1}`}, ${direction}`);
  // what another program searched by is not known
  const isImported = sampler.name === importedSampler;
  const fixed = Object.entries(space).flatMap(([name, one]) => (one.type === 'fixed' ? [`${name} ${one.value}`] : []));
  const facts: [string, string][] = [
    ['study', study.studyId],
    [isImported ? 'imported' : 'started', `${timeText(study.createdAt)} UTC`],
    directions.length === 1
      ? ['metric', `${metric ?? 'value'}, ${directions.join(', ')}`]
      : ['metrics', named.join('; ')],
    ...(constraints.length === 0 ? [] : ([['constraints', constraints.join(', ')]] as [string, string][])),
    ...(isImported
      ? []
      : ([
          ['sampler', partText(sampler)],
          ['pruner', partText(pruner)],
          ['seed', String(seed)],
          ['lag', lag === undefined ? 'none' : String(lag)],
        ] as [string, string][])),
    ...(fixed.length === 0 ? [] : ([['fixed', fixed.join(', ')]] as [string, string][])),
  ];
  return `<dl class="facts">${facts.map(([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;
}

/** How far the best of several trials can be trusted, in sentences; empty for fewer than two. */
export function selectionTexts(
  selection: SelectionSummary | undefined,
  metric: string,
  directions: readonly Direction[],
): string[] {
  if (selection === undefined || selection.nTrials < 2) return [];
  const { nTrials, mean, best, standardError, withinStandardError, optimism, expected } = selection;
  const worse = directions[0] === 'maximize' ? 'less' : 'more';
  const size =
    optimism === undefined || expected === undefined
      ? ''
      : optimism <= (standardError ?? 0) / 100
        ? '; these trials do not show by how much'
        : `, about ${valueText(expected)} on rows like these (${valueText(optimism)} ${worse})`;
  return [
    `The best of ${countText(nTrials)} trials has ${metric} ${valueText(best)}; their mean is ${valueText(mean)}.`,
    ...(standardError === undefined
      ? []
      : [
          `The standard error of the best value is ${valueText(standardError)}; ${countText(withinStandardError ?? 1)} of ${countText(nTrials)} trials lie within it.`,
        ]),
    `The best of several trials is optimistic, because it was chosen for its value: expect ${worse} on data that had no part in the choice${size}.`,
  ];
}

/** Trials that failed, by reason, the most frequent first. */
export function failuresHtml(history: readonly TrialHistory[]): string[] {
  const byReason = new Map<string, number[]>();
  for (const trial of history) {
    if (trial.state !== 'failed') continue;
    const reason = trial.error ?? 'no reason is known';
    const numbers = byReason.get(reason);
    if (numbers === undefined) byReason.set(reason, [trial.trial]);
    else numbers.push(trial.trial);
  }
  if (byReason.size === 0) return [];
  const reasons = [...byReason].toSorted((a, b) => b[1].length - a[1].length || a[1][0]! - b[1][0]!);
  const rows = reasons.slice(0, mostReasons).map(([reason, trials]) => {
    const more = trials.length - mostNumbers;
    const numbers = trials.slice(0, mostNumbers).join(', ');
    return [
      { text: countText(trials.length), kind: 'number' as const },
      { text: more > 0 ? `${numbers} and ${countText(more)} more` : numbers },
      { text: reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason },
    ];
  });
  const more = reasons.length - rows.length;
  const note = more === 0 ? '' : `<p class="muted">${countText(more)} other reasons are not shown.</p>`;
  return [
    sectionHtml(
      'Failed trials',
      `<div class="failures">${tableHtml(['trials', 'numbers', 'reason'], rows)}</div>${note}`,
    ),
  ];
}
