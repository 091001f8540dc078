import { chooseCategoryBins, WIDE_BINS, writeCategoryBins, writeWideBins } from '../binning/bin-categories.ts';
import type { CategoryBins } from '../binning/bin-categories.ts';
import { chooseCuts } from '../binning/choose-cuts.ts';
import { isMonotonic } from '../binning/is-monotonic.ts';
import { keyOfValue } from '../binning/ordered-keys.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { FitJob } from './fit-job.ts';
import type { MemoryLayout } from './memory-layout.ts';
import type { Team } from './team.ts';

/** Bytes from one set of bins to the next, where features are binned by several sets of cuts. */
export interface BinSetStrides {
  readonly columnBinsStride: number;
  readonly nBinsStride: number;
  readonly cutsStride: number;
}

/** The values to bin and where the bins go; without `rowBins` they are written by feature only. */
export interface BinningJob extends Pick<FitJob, 'memory' | 'nCols' | 'train' | 'categorical'> {
  readonly spec: { readonly maxBin: number; readonly tailShare?: number };
  readonly layout: Pick<MemoryLayout, 'columnBins' | 'nBins' | 'cuts' | 'binScratch' | 'binScratchStride'> &
    Partial<Pick<MemoryLayout, 'rowBins' | 'nGroups' | 'wide'>> &
    Partial<BinSetStrides>;
  /** By how much of a bin the cuts of each set of bins are shifted; default one set, not shifted. */
  readonly shifts?: readonly number[];
  /** Numbers to be cut into bins in place of the codes of a categorical feature, by the shift of the set of bins; undefined: its codes have bins of their own. */
  readonly encode?: (feature: number, shift: number) => Float32Array | undefined;
  /** Puts the bins of a categorical feature into another order; `slots` gives the index into `binOfSlot` by row. */
  readonly reorder?: (bins: CategoryBins, slots: Uint32Array) => CategoryBins;
}

/** Bins all features of the training rows into shared memory; each feature is one task of the team. */
export function binFeatures(job: BinningJob, kernels: Kernels, team: Team): void {
  const { layout, nCols, train, spec } = job;
  const { buffer } = job.memory;
  const f32 = new Float32Array(buffer);
  const i32 = new Int32Array(buffer);
  const u32 = new Uint32Array(buffer);
  const u8 = new Uint8Array(buffer);
  const n = train.nRows;
  const keysAt = layout.binScratch + team.id * layout.binScratchStride;
  const sortedAt = keysAt + Math.ceil(n / 16) * 64;
  const countersAt = sortedAt + Math.ceil(n / 16) * 64;
  const cutKeysAt = countersAt + 24_576;
  const tableAt = cutKeysAt + 1024;
  const keys = u32.subarray(keysAt >>> 2, (keysAt >>> 2) + n);
  const stride = (layout.nGroups ?? 0) * 8;
  const shifts = job.shifts ?? [0];
  const { columnBinsStride = 0, nBinsStride = 0, cutsStride = 0 } = layout;
  /** Bins numbers by the cuts of some sets, which are shifted against each other. */
  const binNumbers = (
    f: number,
    values: Float32Array,
    tailShare: number | undefined,
    sets: readonly (readonly [set: number, shift: number])[],
    rowBins: number,
  ): void => {
    const column = new Uint32Array(values.buffer, values.byteOffset, n);
    keys.set(column);
    const present = n - kernels.orderKeys(keysAt, n);
    kernels.radixSort(keysAt, sortedAt, n, countersAt);
    const sorted = u32.subarray(sortedAt >>> 2, (sortedAt >>> 2) + present);
    // the sort has overwritten the keys
    keys.set(column);
    kernels.orderKeys(keysAt, n);
    let first: { readonly cuts: Float32Array; readonly bins: number } | undefined;
    for (const [set, shift] of sets) {
      const cuts = chooseCuts(sorted, spec.maxBin, tailShare, shift);
      f32.set(cuts, ((layout.cuts + set * cutsStride) >>> 2) + f * 256);
      i32[((layout.nBins + set * nBinsStride) >>> 2) + f] = present === 0 ? 0 : cuts.length + 1;
      const columnBins = layout.columnBins + set * columnBinsStride + f * n;
      if (first?.cuts.length === cuts.length && first.cuts.every((cut, i) => cut === cuts[i])) {
        // a bin per value, whatever the shift
        u8.copyWithin(columnBins, first.bins, first.bins + n);
        continue;
      }
      first ??= { cuts, bins: columnBins };
      cuts.forEach((cut, i) => (u32[(cutKeysAt >>> 2) + i] = keyOfValue(cut)));
      kernels.binKeys(keysAt, n, cutKeysAt, cuts.length, tableAt, rowBins, stride, columnBins);
    }
  };
  for (let f = team.nextTask(); f < nCols; f = team.nextTask()) {
    // one byte after the table takes the bins by row that nobody wants
    const rowBins = layout.rowBins === undefined ? tableAt + 65_600 : layout.rowBins + f;
    const wide = layout.wide?.find(({ feature }) => feature === f);
    if (wide !== undefined) {
      const bins = chooseCategoryBins(train.data.subarray(f * n, (f + 1) * n), spec.maxBin, keys, WIDE_BINS);
      writeWideBins(bins, keys, new Uint16Array(buffer, wide.bins, n), u8, rowBins, stride);
      f32.set(bins.codes, wide.codes >>> 2);
      // the kernels see no values to split by
      i32[(layout.nBins >>> 2) + f] = 0;
      continue;
    }
    const encoded = job.encode?.(f, shifts[0]!);
    if (encoded !== undefined) {
      for (const [set, shift] of shifts.entries()) {
        binNumbers(f, set === 0 ? encoded : job.encode!(f, shift)!, undefined, [[set, shift]], rowBins);
      }
      continue;
    }
    if (job.categorical.includes(f)) {
      const byFrequency = chooseCategoryBins(train.data.subarray(f * n, (f + 1) * n), spec.maxBin, keys);
      const bins = job.reorder?.(byFrequency, keys) ?? byFrequency;
      const columnBins = layout.columnBins + f * n;
      writeCategoryBins(bins, keys, u8, rowBins, stride, columnBins);
      for (const set of shifts.keys()) {
        f32.set(bins.codes, ((layout.cuts + set * cutsStride) >>> 2) + f * 256);
        i32[((layout.nBins + set * nBinsStride) >>> 2) + f] = bins.codes.length;
        if (set > 0) u8.copyWithin(columnBins + set * columnBinsStride, columnBins, columnBins + n);
      }
      continue;
    }
    const values = train.data.subarray(f * n, (f + 1) * n);
    // the ends of a clock are no tails: what is fitted to its newest rows alone would speak for all later ones
    const tailShare = spec.tailShare ?? (isMonotonic(values) ? 0 : undefined);
    binNumbers(f, values, tailShare, [...shifts.entries()], rowBins);
  }
}
