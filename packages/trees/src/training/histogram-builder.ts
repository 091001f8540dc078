import type { Kernels } from '../kernels/kernels.ts';
import type { FitJob } from './fit-job.ts';
import { GATHER_ROWS, GROUP_HISTOGRAM_BYTES } from './memory-layout.ts';
import type { Team } from './team.ts';

/** Sums gradients by bin for this thread of the team. */
export class HistogramBuilder {
  readonly #job: FitJob;
  readonly #kernels: Kernels;
  readonly #lastWidth: number;
  readonly #bins: number;
  readonly #packed: number;

  constructor(job: FitJob, kernels: Kernels, team: Team) {
    const { layout } = job;
    this.#job = job;
    this.#kernels = kernels;
    this.#lastWidth = job.nCols - 8 * (layout.nGroups - 1);
    this.#bins = layout.gatherBins + team.id * layout.gatherBinsStride;
    this.#packed = layout.gatherPacked + team.id * GATHER_ROWS * 8;
  }

  /** Features of a group. */
  width(group: number): number {
    return group === this.#job.layout.nGroups - 1 ? this.#lastWidth : 8;
  }

  /** Where a group lies in a histogram, or, after the groups, a feature of two bytes; and how many cells it has. */
  place(group: number): { readonly offset: number; readonly cells: number } {
    const { nGroups, wide } = this.#job.layout;
    if (group < nGroups) return { offset: group * GROUP_HISTOGRAM_BYTES, cells: this.width(group) * 256 };
    const { histogram, cells } = wide[group - nGroups]!;
    return { offset: histogram, cells };
  }

  /** Empties the histogram of a slot; returns its place. */
  start(slot: number): number {
    const { layout } = this.#job;
    const at = layout.histograms + slot * layout.histogramBytes;
    this.#kernels.zero(at, layout.histogramBytes);
    return at;
  }

  /** Adds the rows [from, to) in their own order. */
  addRange(from: number, to: number, histogram: number): void {
    const { rowBins, nGroups, packed, wide } = this.#job.layout;
    this.#kernels.histogramRange(rowBins, nGroups, this.#lastWidth, packed, from, to, histogram);
    for (const { bins, histogram: at } of wide)
      this.#kernels.wideHistogramRange(bins, packed, from, to, histogram + at);
  }

  /** Adds n rows of the row index. */
  addRows(from: number, n: number, histogram: number): void {
    if (n === 0) return;
    const { rowBins, nGroups, rowIndex, packed, wide } = this.#job.layout;
    const index = rowIndex + 4 * from;
    const [bins, gathered] = [this.#bins, this.#packed];
    this.#kernels.histogramRows(rowBins, nGroups, this.#lastWidth, index, n, packed, histogram, bins, gathered);
    for (const { bins: column, histogram: at } of wide) {
      this.#kernels.wideHistogramRows(column, index, n, packed, histogram + at);
    }
  }
}
