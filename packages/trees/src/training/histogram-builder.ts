import type { Kernels } from '../kernels/kernels.ts';
import type { FitJob } from './fit-job.ts';
import { GATHER_ROWS } from './memory-layout.ts';
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

  /** Empties the histogram of a slot; returns its place. */
  start(slot: number): number {
    const { layout } = this.#job;
    const at = layout.histograms + slot * layout.histogramBytes;
    this.#kernels.zero(at, layout.histogramBytes);
    return at;
  }

  /** Adds the rows [from, to) in their own order. */
  addRange(from: number, to: number, histogram: number): void {
    const { rowBins, nGroups, packed } = this.#job.layout;
    this.#kernels.histogramRange(rowBins, nGroups, this.#lastWidth, packed, from, to, histogram);
  }

  /** Adds n rows of the row index. */
  addRows(from: number, n: number, histogram: number): void {
    if (n === 0) return;
    const { rowBins, nGroups, rowIndex, packed } = this.#job.layout;
    const index = rowIndex + 4 * from;
    const [bins, gathered] = [this.#bins, this.#packed];
    this.#kernels.histogramRows(rowBins, nGroups, this.#lastWidth, index, n, packed, histogram, bins, gathered);
  }
}
