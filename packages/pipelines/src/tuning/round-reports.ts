import type { EvalMetricName, FitOptions, ParamValues } from '@fraudx/models';
import type { TrialContext } from '@fraudx/tuning';
import { TrialPruned } from '@fraudx/tuning';
import { roundsPerReport } from './rounds-per-report.ts';
import type { StudyPlan } from './study-plan.ts';

/** What of a plan decides what is followed. */
type Followed = Pick<StudyPlan, 'metric' | 'direction' | 'earlyStoppingRounds'>;

/** Metrics that fits follow while they boost, by the metric that the study compares trials by. */
const followed: Readonly<Record<string, EvalMetricName>> = {
  average_precision: 'average_precision',
  roc_auc: 'auc',
  log_loss: 'logloss',
};

const lowerIsBetter: ReadonlySet<string> = new Set(['logloss', 'binary_logloss']);

/**
 * What a trial follows on validation rows: the metric of its parameters, else the one that early stopping goes by, else the one of the study, else average
 * precision. One metric serves both, so that the winner can be fitted again without reports.
 */
function followedMetric({ metric, earlyStoppingRounds }: Followed, params: ParamValues): EvalMetricName {
  if (earlyStoppingRounds !== undefined)
    return ((params['eval_metric'] ?? params['metric']) as EvalMetricName | undefined) ?? 'logloss';
  return (
    ((params['eval_metric'] ?? params['metric']) as EvalMetricName | undefined) ??
    followed[metric] ??
    'average_precision'
  );
}

/**
 * Reports what a fit has reached on validation rows every {@link roundsPerReport} rounds, and ends the fit when the pruner says so.
 *
 * A fit goes on while its reports are kept; those behind the one that it is pruned by are dropped, so that the trial is the same however fast the fit is.
 */
export class RoundReports {
  readonly #context: Pick<TrialContext, 'report' | 'shouldPrune'>;
  readonly #stop = new AbortController();
  readonly #sign: number;
  readonly evalMetric: EvalMetricName;
  /** Aborted when the fit should stop. */
  readonly signal: AbortSignal;
  #reports: Promise<void> = Promise.resolve();
  #isPruned = false;

  constructor(
    plan: Followed,
    params: ParamValues,
    { report, shouldPrune, signal }: Pick<TrialContext, 'report' | 'shouldPrune' | 'signal'>,
  ) {
    this.#context = { report, shouldPrune };
    this.evalMetric = followedMetric(plan, params);
    // In the direction of the study.
    this.#sign = lowerIsBetter.has(this.evalMetric) === (plan.direction === 'minimize') ? 1 : -1;
    this.signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  readonly onIteration: NonNullable<FitOptions['onIteration']> = ({ iteration, metric }) => {
    const round = iteration + 1;
    if (metric === undefined || round % roundsPerReport !== 0) return;
    this.#reports = this.#reports.then(() => this.#take(round, this.#sign * metric.value));
    // Comes out of `end`.
    this.#reports.catch(() => this.#stop.abort());
  };

  async #take(round: number, value: number): Promise<void> {
    if (this.#isPruned) return;
    await this.#context.report(round, value);
    if (!(await this.#context.shouldPrune())) return;
    this.#isPruned = true;
    this.#stop.abort();
  }

  /**
   * Runs the fit, and waits until its reports are kept.
   *
   * @throws {TrialPruned} The pruner ended it.
   */
  async follow<T>(fit: () => Promise<T>): Promise<T> {
    let result: T | undefined;
    let failure: unknown;
    try {
      result = await fit();
    } catch (error) {
      failure = error;
    }
    await this.#reports;
    if (this.#isPruned) throw new TrialPruned();
    if (failure !== undefined) throw failure;
    return result as T;
  }
}
