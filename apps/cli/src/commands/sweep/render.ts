import { durationText, metricText } from '@fraudx/core';
import type { SweepFigures } from '@fraudx/pipelines';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';
import { bold, dim } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';

/** A sweep with what the command adds. */
export type SweepReport = SweepFigures & { readonly duration_ms: number | null; readonly next: string };

type Stage = SweepReport['stages'][number];

function gainText({ gain }: Stage): string {
  return gain === null ? '' : `${intervalText(gain)} over ${gain.over}`;
}

function intervalText({ value, interval }: Pick<NonNullable<Stage['gain']>, 'value' | 'interval'>): string {
  const [low, high] = interval ?? [];
  return `${signed(value)}${low === undefined ? '' : ` [${signed(low)}, ${signed(high!)}]`}`;
}

/** What a training without a sweep has, and the gain of the final stage over it. */
function defaultsText({ comparison, metric }: SweepReport): string | undefined {
  const defaults = comparison?.defaults ?? undefined;
  if (defaults === undefined) return undefined;
  const { value, gain } = defaults;
  const shown =
    gain?.interval === null || gain === null
      ? ''
      : gain.interval[0] > 0
        ? ''
        : gain.interval[1] < 0
          ? ''
          : ': no gain is shown';
  return `${metric} ${metricText(value)}${gain === null ? '' : `; the final stage has ${intervalText(gain)} over them on the same rows${shown}`}`;
}

/** Why the model is not that of the final stage. */
function keptText({ comparison }: SweepReport): string | undefined {
  if (comparison === null || comparison.kept === 'final') return undefined;
  const named = comparison.kept === 'defaults' ? 'the defaults' : `the best of stage ${comparison.kept}`;
  const gain = comparison.worse_than.find(({ stage }) => stage === comparison.kept)!;
  return `${named}: the final stage is worse, ${intervalText(gain)} on the same validation rows`;
}

/** Never an integer without decimals, as metrics of one are. */
function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}

function doneText({ done, planned, failed }: Stage): string {
  return `${done}/${planned}${failed === 0 ? '' : `, ${failed} failed`}`;
}

function bestText({ best }: Stage): string {
  if (best === null) return '–';
  return `${metricText(best.value)}${best.strategy === undefined ? '' : ` (${best.strategy})`}`;
}

function strategiesText({ strategies = [] }: Stage): string {
  return strategies
    .map(({ name, state, value, reason }) => {
      if (state === 'impossible') return `${name} left out${reason === null ? '' : `: ${reason}`}`;
      return `${name} ${value === null ? state : metricText(value)}`;
    })
    .join('; ');
}

function gateText({ gate, direction, metric }: SweepReport): string | undefined {
  if (gate === null) return undefined;
  const { state, threshold, from, value } = gate;
  if (state === 'none' || threshold === null)
    return `none: what a model without skill reaches is not known of ${metric}`;
  const what = `${metricText(threshold)} ${from === 'option' ? '(--baseline-threshold)' : 'of a model without skill'}`;
  if (state === 'passed') return `passed: ${metricText(value)} against ${what}`;
  const side = direction === 'maximize' ? 'does not reach' : 'is above';
  return `${state}: ${metricText(value)} ${side} ${what}`;
}

function paramsText(params: NonNullable<Stage['best']>['params']): string {
  return Object.entries(params)
    .map(
      ([name, value]) => `${name} ${typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value)}`,
    )
    .join(', ');
}

/** Shown of the final model beside the metric that was optimised. */
const shown = ['average_precision', 'roc_auc', 'precision', 'recall', 'f1', 'alerts_per_day'];

function metricsText({ metric, model }: SweepReport): string {
  const metrics = model?.metrics ?? {};
  return [...new Set([metric, ...shown])]
    .filter((name) => Object.hasOwn(metrics, name))
    .map((name) => `${name} ${metricText(metrics[name])}`)
    .join(', ');
}

/** The configs that have been written by now. */
function filesText({ stages, files }: SweepReport): string {
  const isDone = (stage: string): boolean => stages.some((one) => one.stage === stage && one.state === 'finished');
  return [...(isDone('features') ? [files.best_features] : []), ...(isDone('final') ? [files.final_config] : [])].join(
    ', ',
  );
}

function outcomeText({ outcome, gate, metric, direction, stages }: SweepReport): string | undefined {
  if (outcome !== 'not-worth-tuning' || gate === null) return undefined;
  const best = stages[0]!.best!;
  return `Not worth tuning: the best strategy, ${String(best.strategy)}, has ${metric} ${metricText(gate.value)}, and ${metricText(gate.threshold)} is the ${direction === 'maximize' ? 'least' : 'most'} that is worth it. Hyperparameters were not tuned.`;
}

/**
 * What `fraudx sweep` prints for people: stages with their best trials and gains, the gate, the final model, the next command.
 *
 * @param width - Columns of the terminal. Default: no limit.
 */
export function renderSweep(report: SweepReport, width = Number.POSITIVE_INFINITY): Lines {
  const { sweep, algorithm, metric, stages, model, duration_ms: duration, next } = report;
  const outcome = outcomeText(report);
  const gate = gateText(report);
  const [defaults, kept] = [defaultsText(report), keptText(report)];
  const configs = filesText(report);
  const last = stages.findLast(({ best, stage }) => best !== null && stage !== 'features')?.best;
  const hasGain = stages.some(({ gain, stage }) => gain !== null && stage !== 'features');
  const entries: (readonly [string, string])[] = [
    ['strategies', strategiesText(stages[0]!)],
    ...(gate === undefined ? [] : [['gate', gate] as const]),
    ...(last === undefined || last === null ? [] : [['best', paramsText(model?.params ?? last.params)] as const]),
    ...(model === null ? [] : [['validation', metricsText(report)] as const]),
    ...(defaults === undefined ? [] : [['defaults', defaults] as const]),
    ...(kept === undefined ? [] : [['kept', kept] as const]),
    ...(hasGain
      ? [
          [
            'gains',
            'on the same validation rows, where the best were chosen, and partly of more rounds: expect less on the test set',
          ] as const,
        ]
      : []),
    ...(model === null ? [] : [['best run', model.run_id] as const]),
    ...(model === null
      ? []
      : [['model', `${model.folder} ${dim('(fitted on training and validation rows)')}`] as const]),
    ...(configs === '' ? [] : [['configs', configs] as const]),
  ];
  return lines(
    `${bold(sweep)}  ${algorithm}, ${metric} on validation rows${duration === null ? '' : `, ${durationText(duration)}`}`,
    '',
    table(
      ['stage', 'rounds', 'trials', 'state', 'best', 'gain'],
      stages.map((stage) => [
        stage.stage,
        String(stage.rounds),
        doneText(stage),
        stage.state,
        bestText(stage),
        gainText(stage),
      ]),
      width,
    ),
    '',
    facts(entries, width),
    '',
    ...(outcome === undefined ? [] : [outcome, '']),
    `Next: ${next}`,
  );
}
