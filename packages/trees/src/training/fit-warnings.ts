import type { KernelChoice } from '../kernels/load-kernels.ts';
import type { DoneMessage } from './fit-job.ts';

/** Something that a user should know about a fit that succeeded. */
export interface FitWarning {
  /** `KERNELS_FALLBACK`: plain JavaScript had to do; `EXTREME_WEIGHTS`: rows of the smallest weights count by chance. */
  readonly code: 'KERNELS_FALLBACK' | 'EXTREME_WEIGHTS';
  readonly message: string;
}

/** Gradients are sums of at most 2^30 quanta: lighter rows than one of them are rounded to one or none, by chance. */
const SMALLEST_SHARE = 2 ** -30;

/** What to say about a fit: its weights, and the kernels that ran. */
export function fitWarnings(
  sums: { readonly smallest: number; readonly total: number },
  asked: KernelChoice,
  done: Pick<DoneMessage, 'kernels' | 'kernelsReason'>,
): FitWarning[] {
  const warnings: FitWarning[] = [];
  if (asked === 'auto' && done.kernels === 'js') {
    warnings.push({
      code: 'KERNELS_FALLBACK',
      message: `the WebAssembly kernels cannot be used, plain JavaScript took over with the same trees, but slower: ${done.kernelsReason}`,
    });
  }
  if (sums.smallest / sums.total < SMALLEST_SHARE) {
    const share = (sums.smallest / sums.total).toExponential(1);
    warnings.push({
      code: 'EXTREME_WEIGHTS',
      message: `the smallest weight is ${share} of the sum of weights, below 2^-30: such rows count by chance, without bias`,
    });
  }
  return warnings;
}
