import { logistic } from './exp.ts';
import { createJsBinningKernels } from './js-binning-kernels.ts';
import { EXACT_QUANTA } from './kernels.ts';
import type { Kernels } from './kernels.ts';
import { scanBoundedCuts, scanCuts } from './scan-cuts.ts';

const GATHER = 512;
const NOTHING = { g: 0, h: 0 };

/** Adding it to a number below 2^31 leaves the nearest whole one, halves to even. */
const TO_WHOLE = 6_755_399_441_055_744;

function roundQuanta(x: number, u: number): number {
  return (Math.abs(x) < EXACT_QUANTA ? x + (u - 0.5) : x) + TO_WHOLE - TO_WHOLE;
}

/** In the order in which vector lanes are added up. */
function sumOfLanes(lanes: Float64Array): number {
  return lanes[0]! + lanes[2]! + (lanes[1]! + lanes[3]!);
}

/** The kernels in plain JavaScript: the fallback where WebAssembly SIMD is absent, and the oracle for it in tests. */
export function createJsKernels(buffer: SharedArrayBuffer): Kernels {
  const u8 = new Uint8Array(buffer);
  const u16 = new Uint16Array(buffer);
  const i32 = new Int32Array(buffer);
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);
  // a cell of a histogram as one number: its hessians never carry into the gradients, as their sums stay below 2^31
  const cells = new BigInt64Array(buffer);

  function addGroup(bins: number, stride: number, packed: number, n: number, histogram: number, width: number): void {
    // bins are int32 positions, two words by row; packed and histogram positions of cells
    const full = width === 8;
    for (let i = 0; i < n; i++) {
      const low = i32[bins]!;
      const v = cells[packed + i]!;
      bins += stride;
      let at = histogram + (low & 255);
      cells[at] = BigInt.asIntN(64, cells[at]! + v);
      at = histogram + 256 + ((low >>> 8) & 255);
      cells[at] = BigInt.asIntN(64, cells[at]! + v);
      at = histogram + 512 + ((low >>> 16) & 255);
      cells[at] = BigInt.asIntN(64, cells[at]! + v);
      at = histogram + 768 + (low >>> 24);
      cells[at] = BigInt.asIntN(64, cells[at]! + v);
      if (width > 4) {
        const high = i32[bins - stride + 1]!;
        at = histogram + 1024 + (high & 255);
        cells[at] = BigInt.asIntN(64, cells[at]! + v);
        at = histogram + 1280 + ((high >>> 8) & 255);
        cells[at] = BigInt.asIntN(64, cells[at]! + v);
        if (full || width === 7) {
          at = histogram + 1536 + ((high >>> 16) & 255);
          cells[at] = BigInt.asIntN(64, cells[at]! + v);
          at = histogram + 1792 + (high >>> 24);
          cells[at] = BigInt.asIntN(64, cells[at]! + v);
        }
      }
    }
  }

  function gather(
    index: number,
    n: number,
    rowBins: number,
    stride: number,
    bins: number,
    packed: number,
    out: number,
  ): void {
    for (let k = 0; k < n; k++) {
      const row = i32[index + k]!;
      const from = rowBins + row * stride;
      for (let j = 0; j < stride; j++) i32[bins + j] = i32[from + j]!;
      bins += stride;
      cells[out + k] = cells[packed + row]!;
    }
  }

  return {
    name: 'js',
    gradients(margins, labels, weights, gradients, hessians, from, to, sums) {
      const m = margins >>> 2;
      const w0 = weights >>> 2;
      const g0 = gradients >>> 2;
      const h0 = hessians >>> 2;
      const sumsG = new Float64Array(4);
      const sumsH = new Float64Array(4);
      for (let i = from; i < to; i++) {
        const p = logistic(f32[m + i]!);
        const w = f32[w0 + i]!;
        const g = Math.fround((p - u8[labels + i]!) * w);
        const v = p * (1 - p);
        const h = Math.fround((v > 1e-16 ? v : 1e-16) * w);
        f32[g0 + i] = g;
        f32[h0 + i] = h;
        const lane = (i - from) & 3;
        sumsG[lane] = sumsG[lane]! + (g < 0 ? -g : g);
        sumsH[lane] = sumsH[lane]! + h;
      }
      f64[sums >>> 3] = f64[sums >>> 3]! + sumOfLanes(sumsG);
      f64[(sums >>> 3) + 1] = f64[(sums >>> 3) + 1]! + sumOfLanes(sumsH);
    },
    quantise(gradients, hessians, packed, from, to, gradientScale, hessianScale, seed, keepBelow, sums) {
      const g0 = gradients >>> 2;
      const h0 = hessians >>> 2;
      const p0 = packed >>> 2;
      let sumG = 0;
      let sumH = 0;
      for (let i = from; i < to; i++) {
        let word = Math.imul(i ^ seed, 0x85ebca6b);
        word = Math.imul(word ^ (word >>> 15), 0xc2b2ae35);
        word ^= word >>> 16;
        let g = 0;
        let h = 0;
        if (word >>> 0 < keepBelow) {
          const other = Math.imul(word ^ 0x27d4eb2f, 0x9e3779b1);
          const u = ((other >>> 0) + 0.5) / 4294967296;
          g = roundQuanta(f32[g0 + i]! * gradientScale, u);
          h = roundQuanta(f32[h0 + i]! * hessianScale, 1 - u);
        }
        i32[p0 + 2 * i] = h;
        i32[p0 + 2 * i + 1] = g;
        sumG += g;
        sumH += h;
      }
      i32[sums >>> 2] = i32[sums >>> 2]! + sumH;
      i32[(sums >>> 2) + 1] = i32[(sums >>> 2) + 1]! + sumG;
    },
    histogramRange(rowBins, nGroups, lastWidth, packed, from, to, histogram) {
      const stride = nGroups * 2;
      for (let i = from; i < to; i += GATHER) {
        const n = Math.min(GATHER, to - i);
        for (let g = 0; g < nGroups; g++) {
          const width = g === nGroups - 1 ? lastWidth : 8;
          addGroup(
            (rowBins >>> 2) + i * stride + 2 * g,
            stride,
            (packed >>> 3) + i,
            n,
            (histogram >>> 3) + g * 2048,
            width,
          );
        }
      }
    },
    histogramRows(rowBins, nGroups, lastWidth, index, n, packed, histogram, gatherBins, gatherPacked) {
      const stride = nGroups * 2;
      for (let i = 0; i < n; i += GATHER) {
        const m = Math.min(GATHER, n - i);
        gather((index >>> 2) + i, m, rowBins >>> 2, stride, gatherBins >>> 2, packed >>> 3, gatherPacked >>> 3);
        for (let g = 0; g < nGroups; g++) {
          const width = g === nGroups - 1 ? lastWidth : 8;
          addGroup((gatherBins >>> 2) + 2 * g, stride, gatherPacked >>> 3, m, (histogram >>> 3) + g * 2048, width);
        }
      }
    },
    wideHistogramRange(bins, packed, from, to, histogram) {
      for (let i = from; i < to; i++) {
        const at = (histogram >>> 3) + u16[(bins >>> 1) + i]!;
        cells[at] = BigInt.asIntN(64, cells[at]! + cells[(packed >>> 3) + i]!);
      }
    },
    wideHistogramRows(bins, index, n, packed, histogram) {
      for (let k = index >>> 2; k < (index >>> 2) + n; k++) {
        const at = (histogram >>> 3) + u16[(bins >>> 1) + i32[k]!]!;
        cells[at] = BigInt.asIntN(64, cells[at]! + cells[(packed >>> 3) + i32[k]!]!);
      }
    },
    zero(at, bytes) {
      i32.fill(0, at >>> 2, (at + bytes) >>> 2);
    },
    add(target, source, n) {
      const t = target >>> 3;
      const s = source >>> 3;
      for (let i = 0; i < n; i++) cells[t + i] = BigInt.asIntN(64, cells[t + i]! + cells[s + i]!);
    },
    subtract(target, source, n) {
      const t = target >>> 3;
      const s = source >>> 3;
      for (let i = 0; i < n; i++) cells[t + i] = BigInt.asIntN(64, cells[t + i]! - cells[s + i]!);
    },
    findSplit(histogram, nBins, width, gradient, hessian, lambda, alpha, lower, upper, signs, minHessian, out) {
      const node = { gradient, hessian, lambda, alpha, lower, upper, minHessian };
      const bounded = signs !== 0 || lower !== -Infinity || upper !== Infinity;
      let best = -Infinity;
      let bestFeature = -1;
      let bestBin = 0;
      let bestG = 0;
      let bestH = 0;
      for (let f = 0; f < width; f++) {
        const bins = i32[(nBins >>> 2) + f]!;
        if (bins === 0) continue;
        const sign = signs === 0 ? 0 : i32[(signs >>> 2) + f]!;
        const base = (histogram >>> 2) + f * 512;
        const missingH = i32[base + 510]!;
        const missingG = i32[base + 511]!;
        const hasMissing = missingH !== 0 || missingG !== 0;
        for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
          const missing = side === 1 ? { g: missingG, h: missingH } : NOTHING;
          const last = hasMissing && side === 0 ? bins : bins - 1;
          const found = bounded
            ? scanBoundedCuts(i32, base, last, missing, node, sign, best)
            : scanCuts(i32, base, last, missing, node, best);
          // scans compare without dividing: a score that only equals the best can pass them by rounding, and the first feature wins ties
          if (found === undefined || found.score <= best) continue;
          best = found.score;
          bestFeature = f;
          bestBin = side === 1 || (!hasMissing && found.h > hessian - found.h) ? found.bin + 256 : found.bin;
          bestG = found.g;
          bestH = found.h;
        }
      }
      f64[out >>> 3] = best;
      i32[(out >>> 2) + 2] = bestFeature;
      i32[(out >>> 2) + 3] = bestBin;
      i32[(out >>> 2) + 4] = bestH;
      i32[(out >>> 2) + 5] = bestG;
    },
    partition(columnBins, shift, limit, index, n, buffer) {
      const from = index >>> 2;
      const bound = limit + shift;
      let left = from;
      let right = buffer >>> 2;
      for (let k = from; k < from + n; k++) {
        const row = i32[k]!;
        const goesRight = (bound - ((u8[columnBins + row]! + shift) & 255)) >>> 31;
        i32[left] = row;
        i32[right] = row;
        left += 1 - goesRight;
        right += goesRight;
      }
      i32.copyWithin(left, buffer >>> 2, right);
      return left - from;
    },
    partitionByTable(columnBins, table, index, n, buffer) {
      const from = index >>> 2;
      let left = from;
      let right = buffer >>> 2;
      for (let k = from; k < from + n; k++) {
        const row = i32[k]!;
        const goesRight = u8[table + u8[columnBins + row]!]!;
        i32[left] = row;
        i32[right] = row;
        left += 1 - goesRight;
        right += goesRight;
      }
      i32.copyWithin(left, buffer >>> 2, right);
      return left - from;
    },
    partitionByWideTable(bins, table, index, n, buffer) {
      const from = index >>> 2;
      let left = from;
      let right = buffer >>> 2;
      for (let k = from; k < from + n; k++) {
        const row = i32[k]!;
        const goesRight = u8[table + u16[(bins >>> 1) + row]!]!;
        i32[left] = row;
        i32[right] = row;
        left += 1 - goesRight;
        right += goesRight;
      }
      i32.copyWithin(left, buffer >>> 2, right);
      return left - from;
    },
    addToMargins(margins, index, n, value) {
      const m = margins >>> 2;
      const at = index >>> 2;
      for (let k = 0; k < n; k++) {
        const i = m + i32[at + k]!;
        f32[i] = f32[i]! + value;
      }
    },
    iota(index, from, to) {
      for (let i = from; i < to; i++) i32[(index >>> 2) + i] = i;
    },
    ...createJsBinningKernels(u8, i32),
  };
}
