import type { Kernels } from '../kernels/kernels.ts';
import type { FitJob } from './fit-job.ts';
import { sampleByGradient, samplesByGradient } from './goss-sample.ts';
import { ROW_BLOCK } from './memory-layout.ts';
import { mixWords } from './random-words.ts';
import type { Team } from './team.ts';

const QUANTISED_TOTAL = 2 ** 30 * 0.98;

/** What a tree begins with. */
export interface QuantisedGradients {
  /** Rows of [from, to) that the tree sees; they stand first in the row index. */
  readonly drawn: number;
  /** Quantised units of 1 gradient and of 1 hessian, powers of two. */
  readonly gradientScale: number;
  readonly hessianScale: number;
}

function powerOfTwoBelow(x: number): number {
  return 2 ** Math.max(-900, Math.min(900, Math.floor(Math.log2(x))));
}

/**
 * Computes and quantises the gradients of the rows [from, to) of this thread, in step with the team, and draws the rows of the tree.
 * Sums of this thread stand in `threadSums` afterwards: hessian, gradient, rows drawn.
 */
export function quantiseGradients(
  job: FitJob,
  kernels: Kernels,
  team: Team,
  iteration: number,
  from: number,
  to: number,
): QuantisedGradients {
  const { layout, spec, train } = job;
  const { margins, labels, weights, gradients, hessians, packed } = layout;
  const f64 = new Float64Array(job.memory.buffer, layout.blockSums, 2 * Math.ceil(train.nRows / ROW_BLOCK));
  for (let block = from; block < to; block += ROW_BLOCK) {
    const at = 2 * (block / ROW_BLOCK);
    f64.fill(0, at, at + 2);
    const end = Math.min(block + ROW_BLOCK, to);
    kernels.gradients(margins, labels, weights, gradients, hessians, block, end, layout.blockSums + 8 * at);
  }
  let drawn = to - from;
  if (samplesByGradient(job, iteration)) drawn = sampleByGradient(job, team, iteration, from, to);
  else kernels.iota(layout.rowIndex, from, to);
  team.barrier();
  let sumG = 0;
  let sumH = 0;
  for (let at = 0; at < f64.length; at += 2) {
    sumG += f64[at]!;
    sumH += f64[at + 1]!;
  }
  const gradientScale = powerOfTwoBelow(QUANTISED_TOTAL / Math.max(sumG, 1e-300));
  const hessianScale = powerOfTwoBelow(QUANTISED_TOTAL / Math.max(sumH, 1e-300));
  const sums = layout.threadSums + team.id * 64;
  new Int32Array(job.memory.buffer, sums, 3).set([0, 0, drawn]);
  const isSampled = spec.subsample < 1;
  // where all rows are kept the seed only rounds, and a seed must not change what draws nothing
  const seed = isSampled
    ? mixWords(spec.seed >>> 0, Math.floor(spec.seed / 2 ** 32), Math.floor(iteration / spec.sampleEvery))
    : mixWords(0, 0, iteration);
  const keepBelow = isSampled ? Math.floor(spec.subsample * 4294967296) : 4294967296;
  kernels.quantise(gradients, hessians, packed, from, to, gradientScale, hessianScale, seed | 0, keepBelow, sums);
  return { drawn, gradientScale, hessianScale };
}
