import type { Kernels } from './kernels.ts';

/** The kernels that turn values into bins, over two views of one memory. */
export function createJsBinningKernels(
  u8: Uint8Array,
  i32: Int32Array,
): Pick<Kernels, 'orderKeys' | 'radixSort' | 'binKeys'> {
  return {
    orderKeys(keys, n) {
      let missing = 0;
      for (let i = keys >>> 2; i < (keys >>> 2) + n; i++) {
        const u = i32[i]!;
        if ((u & 0x7fffffff) > 0x7f800000) {
          i32[i] = -1;
          missing++;
        } else if ((u & 0x7fffffff) === 0) i32[i] = -0x80000000;
        else i32[i] = u ^ ((u >> 31) | 0x80000000);
      }
      return missing;
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
