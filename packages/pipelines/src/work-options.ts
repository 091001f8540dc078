import type { Progress } from '@fraudx/core';

/** How a caller follows long work, and stops it. */
export interface WorkOptions {
  /** Stops the work. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Receives every step of long work. Default: none. */
  readonly progress?: Progress;
  /** Receives what was noticed, as soon as it is known: before anything long begins. Default: none. */
  readonly onNotes?: (notes: readonly string[]) => void;
}
