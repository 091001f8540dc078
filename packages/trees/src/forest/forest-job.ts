import type { Tree } from '../ensemble/tree.ts';
import type { KernelChoice } from '../kernels/load-kernels.ts';
import type { SharedTable } from '../training/fit-job.ts';
import type { SharedMemory } from '../training/shared-memory.ts';
import type { ForestLayout } from './forest-layout.ts';
import type { ForestSpec } from './forest-spec.ts';

/** All that a thread needs to grow trees of a forest; sent by message, arrays are shared. */
export interface ForestJob {
  readonly kind: 'forest';
  readonly spec: Required<Omit<ForestSpec, 'classWeight' | 'scalePosWeight' | 'tailShare'>> &
    Pick<ForestSpec, 'tailShare'>;
  readonly memory: SharedMemory;
  readonly layout: ForestLayout;
  readonly nCols: number;
  /** Features whose bins are categories, in the order of their share of positives; thresholds are codes. */
  readonly categorical: readonly number[];
  /** Those of them with more categories than a byte numbers: thresholds are shares of positives. */
  readonly wide: readonly number[];
  readonly train: SharedTable;
  /** Weights of the rows of a class; 1 when they are part of the row weights. */
  readonly negativeWeight: number;
  readonly positiveWeight: number;
  /** Weight of one unit of the sums. */
  readonly weightUnit: number;
  readonly kernels: KernelChoice;
  readonly threadId: number;
  readonly nThreads: number;
}

/** A finished tree; its arrays are views of one buffer, which is transferred. */
export interface TreeMessage {
  readonly kind: 'tree';
  readonly number: number;
  readonly tree: Tree;
}

/** The end of a thread's work. */
export interface ForestDoneMessage {
  readonly kind: 'done';
  readonly aborted: boolean;
  /** Which kernels ran, and why not the faster ones. */
  readonly kernels: 'wasm' | 'js';
  readonly kernelsReason: string;
}
