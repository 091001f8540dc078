import { countText, durationText, metricText, withInterval } from '@fraudx/core';
import { bold, dim } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';
import type { ConfirmationFigures, OuterFigures, SelectionFigures } from '@fraudx/pipelines';
import { confirmationText, outerTexts } from '@fraudx/pipelines';
import { selectionFacts } from './selection-facts.ts';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';

interface TuneReport {
  readonly study_id: string;
  readonly study: string;
  readonly metric: string;
  /** With several metrics, and then `pareto` too. */
  readonly objectives?: readonly { readonly metric: string }[];
  /** The trials that no other one beats. */
  readonly pareto?: readonly { readonly trial: number; readonly values: Readonly<Record<string, number | null>> }[];
  /** What the best trial had to meet, and how many complete ones did not. */
  readonly constraints?: readonly string[];
  readonly infeasible?: number;
  readonly direction: 'maximize' | 'minimize';
  readonly model: string;
  /** Column with the weights of the training rows. */
  readonly sample_weight?: string;
  readonly best: {
    readonly trial: number;
    readonly params: Readonly<Record<string, string | number | boolean>>;
    readonly metrics: Readonly<Record<string, number | null>>;
    /** 95 % intervals of those metrics that have one. */
    readonly intervals: Readonly<
      Record<string, { readonly low: number; readonly high: number; readonly rough?: string | undefined }>
    >;
    readonly run_id: string;
  };
  readonly trials: readonly {
    readonly trial: number;
    readonly state: string;
    readonly value: number | null;
    /** Whether it meets the constraints, where there are some. */
    readonly feasible?: boolean;
    /** Over validation folds, where there are several. */
    readonly interval?: readonly [number, number];
    readonly params: Readonly<Record<string, string | number | boolean>>;
    readonly run_id: string | null;
    /** Why it failed. */
    readonly error: string | null;
  }[];
  /** How far the best value can be trusted; null where no trial was measured. */
  readonly selection: SelectionFigures;
  /** How the best trials compare with the defaults on rows of their own; null where they were not compared. */
  readonly confirmation: ConfirmationFigures;
  /** What nested folds say of the search; null where there is no such estimate. */
  readonly outer: OuterFigures;
  /** Whether costs were configured, and not assumed. */
  readonly costs_given: boolean;
  readonly frauds: Readonly<Record<string, { readonly rows: number; readonly frauds: number }>>;
  readonly split: Readonly<Record<string, string | number>>;
  /** Path of the page that was written. */
  readonly report?: string;
  readonly duration_ms: number;
  readonly next: string;
}

function paramText(value: string | number | boolean | undefined): string {
  if (typeof value !== 'number') return String(value ?? '–');
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Trials of a front that are listed. */
const mostFront = 10;

/** Shown of the best trial, where known, beside the metric that was searched by. */
const shown = [
  'average_precision',
  'roc_auc',
  'precision',
  'recall',
  'f1',
  'alerts_per_day',
  'cost_per_day',
  'savings',
];

/** A metric with its interval, and a `~` where that is rough. */
function boundedText(name: string, { metrics, intervals }: TuneReport['best']): string {
  const of = intervals[name];
  const text = withInterval(metrics[name], of === undefined ? undefined : [of.low, of.high]);
  return `${name} ${text}${of?.rough === undefined ? '' : '~'}`;
}

/** Rows and frauds that the search saw; test rows are not read. */
function fraudsText(frauds: TuneReport['frauds']): string {
  return ['train', 'validation']
    .flatMap((name) => {
      const of = frauds[name];
      return of === undefined ? [] : [`${countText(of.rows)} (${countText(of.frauds)} fraud) ${name}`];
    })
    .join(', ');
}

/** Rows of the table: of several metrics the front, the best of the first one first; else the five best trials. */
function rowsOf({ trials, metric, direction, objectives, pareto }: TuneReport): {
  readonly trial: TuneReport['trials'][number];
  readonly values: readonly string[];
}[] {
  const sign = direction === 'maximize' ? -1 : 1;
  if (pareto !== undefined && objectives !== undefined) {
    const valueOf = (one: (typeof pareto)[number]): number => one.values[metric] ?? Number.NaN;
    return pareto
      .toSorted((a, b) => sign * (valueOf(a) - valueOf(b)) || a.trial - b.trial)
      .slice(0, mostFront)
      .map((one) => ({
        trial: trials.find(({ trial }) => trial === one.trial)!,
        values: objectives.map((objective) => metricText(one.values[objective.metric] ?? Number.NaN)),
      }));
  }
  return trials
    .filter(({ value, feasible }) => value !== null && feasible !== false)
    .toSorted((a, b) => sign * (a.value! - b.value!) || a.trial - b.trial)
    .slice(0, 5)
    .map((trial) => ({ trial, values: [withInterval(trial.value, trial.interval)] }));
}

/** Whether the model is that of the trial with the best value: a comparison with the defaults may keep another one. */
function isBestKept({ trials, best, direction }: TuneReport): boolean {
  const sign = direction === 'maximize' ? 1 : -1;
  const kept = trials.find(({ trial }) => trial === best.trial)?.value;
  if (kept === undefined || kept === null) return true;
  return trials.every(({ value, feasible }) => value === null || feasible === false || sign * value <= sign * kept);
}

/** What the text says of the front, and of constraints. */
function severalFacts({ metric, objectives, pareto, best, constraints = [], infeasible, trials }: TuneReport) {
  const front =
    pareto === undefined || objectives === undefined
      ? []
      : [
          [
            'front',
            `${pareto.length} of ${trials.length} trials are beaten by no other${pareto.length > mostFront ? `, of which ${mostFront} are listed` : ''}; the model is that of trial ${best.trial}, the best of them by ${metric}`,
          ] as const,
        ];
  const met = [`${constraints.join(', ')}: violated by ${infeasible} of ${trials.length} trials`];
  return [...front, ...(constraints.length === 0 ? [] : [['constraints', met[0]!] as const])];
}

/**
 * What `fraudx tune` prints for people: the five best trials, or the front of several metrics, the winner, the next command.
 *
 * @param width - Columns of the terminal. Default: no limit.
 */
export function renderTune(report: TuneReport, searched: readonly string[], width = Number.POSITIVE_INFINITY): Lines {
  const metrics = report.objectives?.map(({ metric }) => metric) ?? [report.metric];
  const folds = Number(report.split['folds'] ?? 1);
  const failed = report.trials.filter(({ state }) => state === 'failed').length;
  const pruned = report.trials.filter(({ state }) => state === 'pruned').length;
  const confirmed = confirmationText(report.confirmation, report.metric);
  const failure = report.trials.find((trial) => trial.error !== null)?.error;
  return lines(
    `${bold(report.study)}  ${report.study_id}  ${report.trials.length} trials in ${durationText(report.duration_ms)}${pruned > 0 ? `, ${pruned} pruned` : ''}${failed > 0 ? `, ${failed} failed` : ''}`,
    '',
    table(
      ['trial', ...metrics, ...searched],
      rowsOf(report).map(({ trial, values }) => [
        String(trial.trial),
        ...values,
        ...searched.map((name) => paramText(trial.params[name])),
      ]),
      width,
    ),
    '',
    facts(
      [
        [confirmed === undefined ? 'best run' : 'kept run', report.best.run_id],
        [
          'validation',
          [...new Set([...metrics, ...shown])]
            .filter((name) => metrics.includes(name) || Object.hasOwn(report.best.metrics, name))
            .filter((name) => report.costs_given || (name !== 'cost_per_day' && name !== 'savings'))
            .map((name) => boundedText(name, report.best))
            .join(', '),
        ],
        ...severalFacts(report),
        ['rows', fraudsText(report.frauds)],
        ...selectionFacts(report.metric, report.direction, report.selection, isBestKept(report)),
        ...(confirmed === undefined ? [] : [['confirmed', confirmed] as const]),
        ...outerTexts(report.outer).map((text, i) => [i === 0 ? 'search' : 'gain', text] as const),
        ...(failure === undefined
          ? []
          : [['failed', `${failed} of ${report.trials.length} trials, the first: ${failure}`] as const]),
        ...(folds > 1 ? [['folds', `means over ${folds} validation folds with 95 % intervals`] as const] : []),
        ...(report.sample_weight === undefined
          ? []
          : [['weights', `training rows weighted by ${report.sample_weight}`] as const]),
        [
          'model',
          `${report.model} ${dim(report.split['final_train_rows'] !== undefined ? '(fitted on the whole training period)' : '(fitted on training and validation rows)')}`,
        ],
        ...(report.report === undefined ? [] : [['report', report.report] as const]),
      ],
      width,
    ),
    '',
    `Next: ${report.next}`,
  );
}
