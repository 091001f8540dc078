import type { FitJob } from './fit-job.ts';
import { ROW_BLOCK } from './memory-layout.ts';
import { mixWords } from './random-words.ts';
import type { Team } from './team.ts';

/** Widths of the three digits of a ranking key, from the highest: 31 bits in all. */
const DIGITS = [
  { shift: 20, size: 2048 },
  { shift: 10, size: 1024 },
  { shift: 0, size: 1024 },
] as const;
const COUNTER_WORDS = 2048;
const SALT = 0x60_55;

/** Whether an iteration samples by gradient: as in LightGBM, the first 1 / eta ones see all rows. */
export function samplesByGradient(job: FitJob, iteration: number): boolean {
  return job.spec.goss !== undefined && iteration >= Math.floor(1 / job.spec.eta);
}

/** High word of a number >= 0: ascending with it, so that rows are ranked without sorting. */
const asFloat = new Float64Array(1);
const asWords = new Uint32Array(asFloat.buffer);

/**
 * Gradient-based one-side sampling of the rows [from, to) of this thread, in step with the team: the rows of the largest
 * |gradient × hessian| stay, of the others each is drawn by its own hash and counts for those not drawn. Gradients and hessians
 * of rows not drawn become 0; sums of blocks are computed again. Row numbers of drawn rows come first in `rowIndex`, then the others.
 *
 * The share that stays is exact: its threshold comes from counts of all threads, ties are broken by row number.
 *
 * @returns How many rows of [from, to) are drawn.
 * @see Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS, algorithm 2.
 */
export function sampleByGradient(job: FitJob, team: Team, iteration: number, from: number, to: number): number {
  const { layout, train, spec } = job;
  const { topRate, otherRate } = spec.goss!;
  const buffer = job.memory.buffer;
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);
  const u32 = new Uint32Array(buffer);
  const g = layout.gradients >>> 2;
  const h = layout.hessians >>> 2;
  // The scratch of binning is free by now: keys of own rows, then counters of the three digits.
  const scratch = (thread: number): number => (layout.binScratch + thread * layout.binScratchStride) >>> 2;
  const countersOf = (thread: number): number => scratch(thread) + Math.ceil(train.nRows / 16) * 32;
  const keys = u32.subarray(scratch(team.id), scratch(team.id) + to - from);
  for (let i = from; i < to; i++) {
    asFloat[0] = Math.abs(f32[g + i]! * f32[h + i]!);
    keys[i - from] = asWords[1]!;
  }
  // the rank-th largest key, digit by digit
  let rank = Math.max(1, Math.floor(topRate * train.nRows));
  let above = 0;
  let tiesBefore = 0;
  DIGITS.forEach(({ shift, size }, digit) => {
    const at = digit * COUNTER_WORDS;
    const counts = u32.subarray(countersOf(team.id) + at, countersOf(team.id) + at + size);
    counts.fill(0);
    const prefix = digit === 0 ? 32 : DIGITS[digit - 1]!.shift;
    for (const key of keys) if (prefix === 32 || key >>> prefix === above) counts[(key >>> shift) & (size - 1)]!++;
    team.barrier();
    const total = (bucket: number): number => {
      let sum = 0;
      for (let t = 0; t < team.size; t++) sum += u32[countersOf(t) + at + bucket]!;
      return sum;
    };
    let bucket = size - 1;
    for (let n = total(bucket); bucket > 0 && n < rank; n = total(bucket)) {
      rank -= n;
      bucket--;
    }
    above = above * size + bucket;
    tiesBefore = 0;
    for (let t = 0; t < team.id; t++) tiesBefore += u32[countersOf(t) + at + bucket]!;
  });
  const threshold = above;
  let ties = Math.max(0, rank - tiesBefore);
  const share = Math.min(1, otherRate / (1 - topRate));
  const keepBelow = share * 4_294_967_296;
  const seed = mixWords(spec.seed >>> 0, Math.floor(spec.seed / 2 ** 32), iteration);
  const index = layout.rowIndex >>> 2;
  const rest = layout.partitionBuffer >>> 2;
  let drawn = from;
  let left = from;
  for (let block = from; block < to; block += ROW_BLOCK) {
    let sumG = 0;
    let sumH = 0;
    const end = Math.min(block + ROW_BLOCK, to);
    for (let i = block; i < end; i++) {
      const key = keys[i - from]!;
      if (key < threshold || (key === threshold && ties-- <= 0)) {
        if (mixWords(seed, SALT, i) >= keepBelow) {
          f32[g + i] = 0;
          f32[h + i] = 0;
          u32[rest + left++] = i;
          continue;
        }
        f32[g + i] = f32[g + i]! / share;
        f32[h + i] = f32[h + i]! / share;
      }
      sumG += Math.abs(f32[g + i]!);
      sumH += f32[h + i]!;
      u32[index + drawn++] = i;
    }
    const sums = (layout.blockSums >>> 3) + (block / ROW_BLOCK) * 2;
    f64[sums] = sumG;
    f64[sums + 1] = sumH;
  }
  u32.copyWithin(index + drawn, rest + from, rest + left);
  return drawn - from;
}
