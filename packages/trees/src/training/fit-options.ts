import type { KernelChoice } from '../kernels/load-kernels.ts';
import type { EvalMetric } from './booster-spec.ts';
import type { LabelledRows } from './check-rows.ts';

/** What `fitBooster` takes besides the data. */
export interface FitBoosterOptions {
  readonly validation?: LabelledRows;
  readonly evalMetric?: EvalMetric;
  readonly earlyStoppingRounds?: number;
  readonly nThreads?: number;
  /** Default `auto`. */
  readonly kernels?: KernelChoice;
  readonly onIteration?: (event: {
    iteration: number;
    total: number;
    metric?: { name: string; value: number };
  }) => void;
  readonly signal?: AbortSignal;
}
