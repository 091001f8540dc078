import { chooseCuts } from '../binning/choose-cuts.ts';
import type { FitJob } from './fit-job.ts';
import type { Team } from './team.ts';

function binColumn(
  column: Float32Array,
  cuts: Float32Array,
  u8: Uint8Array,
  rowBins: number,
  stride: number,
  at: number,
): void {
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    let bin = 255;
    if (value === value) {
      let low = 0;
      let high = cuts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (cuts[middle]! <= value) low = middle + 1;
        else high = middle;
      }
      bin = low;
    }
    u8[rowBins + i * stride] = bin;
    u8[at + i] = bin;
  }
}

/** Bins all features into shared memory; each feature is one task of the team. */
export function binFeatures(job: FitJob, team: Team): void {
  const { layout, nCols, train, spec } = job;
  const buffer = job.memory.buffer;
  const f32 = new Float32Array(buffer);
  const i32 = new Int32Array(buffer);
  const n = train.nRows;
  const u8 = new Uint8Array(buffer);
  for (let f = team.nextTask(); f < nCols; f = team.nextTask()) {
    const column = train.data.subarray(f * n, (f + 1) * n);
    const kept = new Float32Array(n);
    let present = 0;
    for (let i = 0; i < n; i++) if (column[i] === column[i]) kept[present++] = column[i]! + 0;
    const cuts = chooseCuts(kept.subarray(0, present).sort(), spec.maxBin);
    f32.set(cuts, (layout.cuts >>> 2) + f * 256);
    i32[(layout.nBins >>> 2) + f] = present === 0 ? 0 : cuts.length + 1;
    binColumn(column, cuts, u8, layout.rowBins + f, layout.nGroups * 8, layout.columnBins + f * n);
  }
}
