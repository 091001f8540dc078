import { countText, durationText, metricText, percentText, timeText } from '@fraudx/core';
import type { ParamValue, StudySummary, TrialHistory } from '@fraudx/tuning';
import { confirmationJson, confirmationOf, confirmationText, outerJson, outerTexts } from '@fraudx/pipelines';
import { bestFirst, summaryForTools, tellingTrials, trialForTools, valuesOf, violationOf } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import type { Lines } from '../../output/lines.ts';
import { lines, sections } from '../../output/lines.ts';
import { bold } from '../../output/style.ts';
import { facts as factLines, table } from '../../output/table.ts';
import { openStudy } from './open-study.ts';
import { countsText, valueText } from './render.ts';

/** The trials to list: those of the front, or the best ones first. */
function listed({ study, front }: StudySummary, history: readonly TrialHistory[], limit: number): TrialHistory[] {
  const { directions } = study.spec;
  if (directions.length > 1) return front.slice(0, limit);
  return bestFirst(history, directions[0]!).slice(0, limit);
}

/** A choice is a text of any length. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Five digits are enough to compare trials; `--json` and `studies best` have all. */
function paramText(value: ParamValue | undefined): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(5)));
  return value === undefined ? '–' : shortened(String(value));
}

/** Hyperparameters that have room in a table; a file may bring any number. */
const mostShown = 20;

function moreText(n: number): Lines[] {
  return n <= 0 ? [] : [lines(`… and ${countText(n)} more hyperparameters: --json has all`)];
}

/** Shows what a study has found. */
export async function runStudiesShow(
  [named]: readonly [string],
  options: { readonly limit?: number } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { summary, history, facts } = await openStudy(named, options, io);
  const { study, counts, importances } = summary;
  const { sampler, pruner, directions, constraints, seed, space, lag } = study.spec;
  const isOne = directions.length === 1;
  const titles = isOne
    ? [facts.metrics?.[0] ?? 'value']
    : directions.map((_, i) => facts.metrics?.[i] ?? `value ${i + 1}`);
  const allNames = Object.keys(space);
  const names = allNames.slice(0, mostShown);
  const rows = listed(summary, history, options.limit ?? 10).map((trial) => [
    String(trial.trial),
    violationOf(trial) > 0 ? 'infeasible' : trial.state,
    ...(isOne ? [valueText(trial)] : valuesOf(trial)!.map((value) => metricText(value))),
    trial.state === 'running' ? '–' : durationText(trial.durationMs),
    ...names.map((name) => paramText(trial.params[name])),
  ]);
  const confirmation = confirmationJson(confirmationOf(facts, summary.best));
  const confirmed = confirmationText(confirmation, facts.metrics?.[0] ?? 'value');
  const outer = outerJson(facts.outer);
  const [search, gain] = outerTexts(outer);
  const general: [string, string][] = [
    ['started', `${timeText(study.createdAt)} UTC`],
    ['sampler', sampler.name],
    ...(pruner === undefined ? [] : [['pruner', pruner.name] as [string, string]]),
    ...(facts.metrics === undefined ? [] : [['metric', facts.metrics.join(', ')] as [string, string]]),
    ['direction', directions.join(', ')],
    ...(constraints === undefined ? [] : [['constraints', constraints.join(', ')] as [string, string]]),
    ['seed', String(seed)],
    ...(lag === undefined ? [] : [['lag', String(lag)] as [string, string]]),
    ['trials', countsText(summary)],
    ...(confirmed === undefined ? [] : [['confirmed', confirmed] as [string, string]]),
    ...(search === undefined ? [] : [['search', search] as [string, string]]),
    ...(gain === undefined ? [] : [['gain', gain] as [string, string]]),
  ];
  const shares = Object.entries((counts.complete < tellingTrials ? undefined : importances) ?? {}).filter(
    ([name]) => space[name]?.type !== 'fixed',
  );
  return {
    json: {
      ...summaryForTools(summary),
      ...(isOne ? { metric: facts.metrics?.[0] ?? null, confirmation, outer } : { metrics: titles }),
      all_trials: history.map(trialForTools),
    },
    text: sections(
      study.name === undefined ? bold(study.studyId) : `${bold(study.name)}  ${study.studyId}`,
      factLines(general, io.columns),
      ...(rows.length === 0
        ? []
        : [
            lines(
              bold(isOne ? 'Best trials' : 'Trials that no other one beats'),
              table(['trial', 'state', ...titles, 'took', ...names], rows, io.columns),
              ...moreText(allNames.length - names.length),
            ),
          ]),
      ...(shares.length === 0
        ? []
        : [
            lines(
              bold(
                `Importance for reaching the best tenth (PED-ANOVA${counts.complete < 50 ? ', rough with so few trials' : ''})`,
              ),
              table(
                ['hyperparameter', 'share'],
                shares.slice(0, mostShown).map(([name, share]) => [name, percentText(share)]),
              ),
              ...moreText(shares.length - mostShown),
            ),
          ]),
    ),
  };
}
