// One file above 150 lines: the loops share the typed-array views made once per memory.
import { exactExp } from './exp.ts';
import type { Kernels } from './kernels.ts';
import { boundedPairScore, pairScore } from './split-score.ts';

const GATHER = 512;

/** The kernels in plain JavaScript: the fallback where WebAssembly SIMD is absent, and the oracle for it in tests. */
export function createJsKernels(buffer: SharedArrayBuffer): Kernels {
  const u8 = new Uint8Array(buffer);
  const i32 = new Int32Array(buffer);
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);

  function addGroup(bins: number, stride: number, packed: number, n: number, histogram: number, width: number): void {
    // bins, packed and histogram are int32 positions; two bins words per row
    const full = width === 8;
    for (let i = 0; i < n; i++) {
      const low = i32[bins]!;
      const h = i32[packed]!;
      const g = i32[packed + 1]!;
      bins += stride;
      packed += 2;
      let at = histogram + ((low & 255) << 1);
      i32[at] = i32[at]! + h;
      i32[at + 1] = i32[at + 1]! + g;
      at = histogram + 512 + ((low >>> 7) & 510);
      i32[at] = i32[at]! + h;
      i32[at + 1] = i32[at + 1]! + g;
      at = histogram + 1024 + ((low >>> 15) & 510);
      i32[at] = i32[at]! + h;
      i32[at + 1] = i32[at + 1]! + g;
      at = histogram + 1536 + ((low >>> 23) & 510);
      i32[at] = i32[at]! + h;
      i32[at + 1] = i32[at + 1]! + g;
      if (width > 4) {
        const high = i32[bins - stride + 1]!;
        at = histogram + 2048 + ((high & 255) << 1);
        i32[at] = i32[at]! + h;
        i32[at + 1] = i32[at + 1]! + g;
        at = histogram + 2560 + ((high >>> 7) & 510);
        i32[at] = i32[at]! + h;
        i32[at + 1] = i32[at + 1]! + g;
        if (full || width === 7) {
          at = histogram + 3072 + ((high >>> 15) & 510);
          i32[at] = i32[at]! + h;
          i32[at + 1] = i32[at + 1]! + g;
          at = histogram + 3584 + ((high >>> 23) & 510);
          i32[at] = i32[at]! + h;
          i32[at + 1] = i32[at + 1]! + g;
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
      i32[out + 2 * k] = i32[packed + 2 * row]!;
      i32[out + 2 * k + 1] = i32[packed + 2 * row + 1]!;
    }
  }

  return {
    name: 'js',
    gradients(margins, labels, weights, gradients, hessians, from, to, sums) {
      const m = margins >>> 2;
      const w0 = weights >>> 2;
      const g0 = gradients >>> 2;
      const h0 = hessians >>> 2;
      // two sums each, of even and odd rows, as two lanes have them
      let sumG0 = 0;
      let sumG1 = 0;
      let sumH0 = 0;
      let sumH1 = 0;
      for (let i = from; i < to; i++) {
        const p = 1 / (1 + exactExp(-f32[m + i]!));
        const w = f32[w0 + i]!;
        const g = Math.fround((p - u8[labels + i]!) * w);
        const v = p * (1 - p);
        const h = Math.fround((v > 1e-16 ? v : 1e-16) * w);
        f32[g0 + i] = g;
        f32[h0 + i] = h;
        if (((i - from) & 1) === 0) {
          sumG0 += g < 0 ? -g : g;
          sumH0 += h;
        } else {
          sumG1 += g < 0 ? -g : g;
          sumH1 += h;
        }
      }
      f64[sums >>> 3] = f64[sums >>> 3]! + (sumG0 + sumG1);
      f64[(sums >>> 3) + 1] = f64[(sums >>> 3) + 1]! + (sumH0 + sumH1);
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
          g = Math.floor(f32[g0 + i]! * gradientScale + u);
          h = Math.floor(f32[h0 + i]! * hessianScale + (1 - u));
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
            (packed >>> 2) + 2 * i,
            n,
            (histogram >>> 2) + g * 4096,
            width,
          );
        }
      }
    },
    histogramRows(rowBins, nGroups, lastWidth, index, n, packed, histogram, gatherBins, gatherPacked) {
      const stride = nGroups * 2;
      for (let i = 0; i < n; i += GATHER) {
        const m = Math.min(GATHER, n - i);
        gather((index >>> 2) + i, m, rowBins >>> 2, stride, gatherBins >>> 2, packed >>> 2, gatherPacked >>> 2);
        for (let g = 0; g < nGroups; g++) {
          const width = g === nGroups - 1 ? lastWidth : 8;
          addGroup((gatherBins >>> 2) + 2 * g, stride, gatherPacked >>> 2, m, (histogram >>> 2) + g * 4096, width);
        }
      }
    },
    zero(at, bytes) {
      i32.fill(0, at >>> 2, (at + bytes) >>> 2);
    },
    add(target, source, cells) {
      const t = target >>> 2;
      const s = source >>> 2;
      for (let i = 0; i < 2 * cells; i++) i32[t + i] = i32[t + i]! + i32[s + i]!;
    },
    subtract(target, source, cells) {
      const t = target >>> 2;
      const s = source >>> 2;
      for (let i = 0; i < 2 * cells; i++) i32[t + i] = i32[t + i]! - i32[s + i]!;
    },
    findSplit(histogram, nBins, width, gradient, hessian, lambda, alpha, lower, upper, signs, minHessian, out) {
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
          let g = side === 1 ? missingG : 0;
          let h = side === 1 ? missingH : 0;
          const last = hasMissing && side === 0 ? bins : bins - 1;
          for (let b = 0; b < last; b++) {
            h += i32[base + 2 * b]!;
            g += i32[base + 2 * b + 1]!;
            if (h < minHessian) continue;
            const rest = hessian - h;
            if (rest < minHessian) break;
            const score = bounded
              ? boundedPairScore(g, h, gradient - g, rest, lambda, alpha, lower, upper, sign)
              : pairScore(g, h, gradient - g, rest, lambda, alpha);
            if (score > best) {
              best = score;
              bestFeature = f;
              bestBin = side === 1 || (!hasMissing && h > rest) ? b + 256 : b;
              bestG = g;
              bestH = h;
            }
          }
        }
      }
      f64[out >>> 3] = best;
      i32[(out >>> 2) + 2] = bestFeature;
      i32[(out >>> 2) + 3] = bestBin;
      i32[(out >>> 2) + 4] = bestH;
      i32[(out >>> 2) + 5] = bestG;
    },
    partition(columnBins, shift, limit, index, n, buffer) {
      const at = index >>> 2;
      const aside = buffer >>> 2;
      const bound = limit + shift;
      let left = 0;
      let right = 0;
      for (let k = 0; k < n; k++) {
        const row = i32[at + k]!;
        const goesRight = (bound - ((u8[columnBins + row]! + shift) & 255)) >>> 31;
        i32[at + left] = row;
        i32[aside + right] = row;
        left += 1 - goesRight;
        right += goesRight;
      }
      i32.copyWithin(at + left, aside, aside + right);
      return left;
    },
    partitionByTable(columnBins, table, index, n, buffer) {
      const at = index >>> 2;
      const aside = buffer >>> 2;
      let left = 0;
      let right = 0;
      for (let k = 0; k < n; k++) {
        const row = i32[at + k]!;
        const goesRight = u8[table + u8[columnBins + row]!]!;
        i32[at + left] = row;
        i32[aside + right] = row;
        left += 1 - goesRight;
        right += goesRight;
      }
      i32.copyWithin(at + left, aside, aside + right);
      return left;
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
    radixSort(keys, sorted, n, counters) {
      const k0 = keys >>> 2;
      const s0 = sorted >>> 2;
      const c0 = counters >>> 2;
      i32.fill(0, c0, c0 + 6144);
      for (let i = 0; i < n; i++) {
        const u = i32[k0 + i]!;
        i32[c0 + (u & 2047)]!++;
        i32[c0 + 2048 + ((u >>> 11) & 2047)]!++;
        i32[c0 + 4096 + (u >>> 22)]!++;
      }
      for (let pass = 0; pass < 3; pass++) {
        let at = 0;
        for (let k = c0 + pass * 2048; k < c0 + pass * 2048 + 2048; k++) {
          const count = i32[k]!;
          i32[k] = at;
          at += count;
        }
      }
      for (let i = 0; i < n; i++) {
        const u = i32[k0 + i]!;
        i32[s0 + i32[c0 + (u & 2047)]!++] = u;
      }
      for (let i = 0; i < n; i++) {
        const u = i32[s0 + i]!;
        i32[k0 + i32[c0 + 2048 + ((u >>> 11) & 2047)]!++] = u;
      }
      for (let i = 0; i < n; i++) {
        const u = i32[k0 + i]!;
        i32[s0 + i32[c0 + 4096 + (u >>> 22)]!++] = u;
      }
    },
    binKeys(keys, n, cuts, nCuts, table, rowBins, stride, columnBins) {
      const c0 = cuts >>> 2;
      let below = 0;
      for (let t = 0; t < 65536; t++) {
        while (below < nCuts && i32[c0 + below]! >>> 0 < t * 65536) below++;
        u8[table + t] = below;
      }
      u8[table + 65536] = nCuts;
      for (let i = 0; i < n; i++) {
        const key = i32[(keys >>> 2) + i]! >>> 0;
        let bin = 255;
        if (key !== 0xffffffff) {
          let high = u8[table + (key >>> 16) + 1]!;
          bin = u8[table + (key >>> 16)]!;
          while (bin < high) {
            const middle = (bin + high) >> 1;
            if (i32[c0 + middle]! >>> 0 <= key) bin = middle + 1;
            else high = middle;
          }
        }
        u8[rowBins + i * stride] = bin;
        u8[columnBins + i] = bin;
      }
    },
  };
}
