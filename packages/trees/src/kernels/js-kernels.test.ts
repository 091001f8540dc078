import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSharedMemory } from '../training/shared-memory.ts';
import { keyOfValue } from '../binning/ordered-keys.ts';
import type { Kernels } from './kernels.ts';
import { loadKernels } from './load-kernels.ts';

const BYTES = 65_536;
const AT = [1024, 2048, 3072, 4096, 8192, 12_288, 16_384] as const;

/** What both kinds of kernels leave of the same memory. */
function runBoth(bytes: Uint8Array, work: (kernels: Kernels) => unknown): { wasm: unknown[]; js: unknown[] } {
  const [wasm, js] = (['wasm', 'js'] as const).map((kind) => {
    const memory = createSharedMemory(BYTES);
    new Uint8Array(memory.buffer).set(bytes);
    const result = work(loadKernels(kind, memory));
    return [result, new Uint8Array(memory.buffer).slice()];
  });
  return { wasm: wasm!, js: js! };
}

const floats = fc.array(fc.float({ noNaN: true, min: Math.fround(-90), max: 90 }), { minLength: 1, maxLength: 40 });

describe('the kernels in JavaScript', () => {
  it('give the gradients and quantised rows of the WebAssembly ones, to the bit, for any number of rows', () => {
    const cases = fc.record({ margins: floats, seed: fc.integer(), keep: fc.constantFrom(2 ** 32, 2 ** 31, 1000) });
    fc.assert(
      fc.property(cases, ({ margins, seed, keep }) => {
        const n = margins.length;
        const bytes = new Uint8Array(BYTES);
        new Float32Array(bytes.buffer, AT[0]).set(margins);
        bytes.set(
          margins.map((_, i) => (seed >>> (i % 31)) & 1),
          AT[1],
        );
        new Float32Array(bytes.buffer, AT[2]).set(margins.map((m) => Math.abs(m) / 7));
        const { wasm, js } = runBoth(bytes, (kernels) => {
          kernels.gradients(AT[0], AT[1], AT[2], AT[3], AT[4], 0, n, 0);
          kernels.quantise(AT[3], AT[4], AT[5], 0, n, 2 ** 20, 2 ** 21, seed, keep, 64);
        });
        expect(js).toEqual(wasm);
        const sums = new Float64Array((js[1] as Uint8Array).buffer, 0, 2);
        const gradients = new Float32Array((js[1] as Uint8Array).buffer, AT[3], n);
        expect(sums[0]).toBeCloseTo(
          gradients.reduce((sum, g) => sum + Math.abs(g), 0),
          4,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('turn floats into the keys of the WebAssembly ones, which order like them', () => {
    const odd = [NaN, -NaN, 0, -0, Infinity, -Infinity, Math.fround(1e-45), Math.fround(-1e-45)];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.float(), fc.constantFrom(...odd)), { minLength: 1, maxLength: 30 }),
        (values) => {
          const bytes = new Uint8Array(BYTES);
          new Float32Array(bytes.buffer, AT[0]).set(values);
          const { wasm, js } = runBoth(bytes, (kernels) => kernels.orderKeys(AT[0], values.length));
          expect(js[0]).toBe(values.filter(Number.isNaN).length);
          expect(wasm[0]).toBe(js[0]);
          const keys = (side: unknown): number[] => [
            ...new Uint32Array((side as Uint8Array).buffer, AT[0], values.length),
          ];
          expect(keys(wasm[1])).toEqual(keys(js[1]));
          expect(keys(js[1])).toEqual(values.map((v) => (Number.isNaN(v) ? 2 ** 32 - 1 : keyOfValue(v))));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('find the split that the WebAssembly ones find, near ties and penalties included', () => {
    const cell = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -30, max: 30 }));
    const cases = fc.record({
      cells: fc.array(cell, { minLength: 2, maxLength: 255 }),
      missing: fc.oneof(fc.constant([0, 0] as const), cell),
      lambda: fc.constantFrom(0, 1, 3.7),
      alpha: fc.constantFrom(0, 2.5),
      minHessian: fc.constantFrom(1, 20),
      sign: fc.constantFrom(0, 1, -1),
    });
    fc.assert(
      fc.property(cases, ({ cells, missing, lambda, alpha, minHessian, sign }) => {
        const bytes = new Uint8Array(BYTES);
        const words = new Int32Array(bytes.buffer);
        // the same feature twice: the first of equal splits counts
        for (const base of [AT[5] >>> 2, (AT[5] >>> 2) + 512]) {
          words.set(cells.flat(), base);
          words.set(missing, base + 510);
        }
        words.set([cells.length, cells.length], AT[0] >>> 2);
        words.set([sign, sign], AT[1] >>> 2);
        const total = (k: 0 | 1): number => cells.reduce((sum, pair) => sum + pair[k], missing[k]);
        const signs = sign === 0 ? 0 : AT[1];
        const { wasm, js } = runBoth(bytes, (kernels) =>
          kernels.findSplit(
            AT[5],
            AT[0],
            2,
            total(1),
            total(0),
            lambda,
            alpha,
            -Infinity,
            Infinity,
            signs,
            minHessian,
            AT[2],
            AT[3],
          ),
        );
        const found = (side: unknown): Uint8Array => (side as Uint8Array).slice(AT[2], AT[2] + 24);
        expect(found(js[1])).toEqual(found(wasm[1]));
      }),
      { numRuns: 400 },
    );
  });
});
