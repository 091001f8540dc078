import type { Tree } from '../ensemble/tree.ts';
import type { KernelChoice } from '../kernels/load-kernels.ts';
import type { BoosterSpec, EvalMetric } from './booster-spec.ts';
import type { MemoryLayout } from './memory-layout.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Values of one table, column by column, shared with the threads. */
export interface SharedTable {
  readonly data: Float32Array<SharedArrayBuffer>;
  readonly nRows: number;
}

/** All that a training thread needs; sent by message, arrays are shared. */
export interface FitJob {
  readonly kind: 'booster';
  readonly spec: BoosterSpec;
  readonly memory: SharedMemory;
  readonly layout: MemoryLayout;
  readonly nCols: number;
  readonly train: SharedTable;
  readonly validation: SharedTable | undefined;
  /** Features that are split by sets of categories. */
  readonly categorical: readonly number[];
  readonly baseMargin: number;
  readonly metric: EvalMetric | undefined;
  readonly earlyStoppingRounds: number | undefined;
  /** Whether thread 0 tells about each tree. */
  readonly reports: boolean;
  readonly kernels: KernelChoice;
  readonly threadId: number;
  readonly nThreads: number;
}

/** What thread 0 tells about each tree. */
export interface IterationMessage {
  readonly kind: 'iteration';
  readonly iteration: number;
  readonly metric: number | undefined;
}

/** The end of a thread's work; trees come from thread 0 only. */
export interface DoneMessage {
  readonly kind: 'done';
  readonly trees: readonly Tree[];
  readonly bestIteration: number;
  readonly aborted: boolean;
  /** Which kernels ran, and why not the faster ones. */
  readonly kernels: 'wasm' | 'js';
  readonly kernelsReason: string;
}

/** A thread failed; nothing of the fit is usable. */
export interface FailedMessage {
  readonly kind: 'failed';
  readonly message: string;
  readonly stack: string;
  /** Of a failure of the system, e.g. `EMFILE`. */
  readonly code?: string | undefined;
}

/** Messages from a training thread. */
export type ThreadMessage = IterationMessage | DoneMessage | FailedMessage;
