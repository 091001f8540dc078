import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FitJob } from './fit-job.ts';
import { sampleByGradient, samplesByGradient } from './goss-sample.ts';
import { layoutMemory } from './memory-layout.ts';
import { createSharedMemory } from './shared-memory.ts';
import { Team } from './team.ts';

interface Sample {
  readonly drawn: number;
  readonly rows: Uint32Array;
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

function sample(g: readonly number[], h: readonly number[], topRate: number, otherRate: number, iteration = 9): Sample {
  const n = g.length;
  const layout = layoutMemory(
    { nRows: n, nCols: 1, nValidation: 0, maxDepth: 2, maxLeaves: 4, nThreads: 1, hasCategories: false },
    4096,
  );
  const memory = createSharedMemory(layout.bytes);
  const gradients = new Float32Array(memory.buffer, layout.gradients, n);
  const hessians = new Float32Array(memory.buffer, layout.hessians, n);
  gradients.set(g);
  hessians.set(h);
  const spec = { seed: 7, eta: 0.3, goss: { topRate, otherRate } };
  const job = { memory, layout, spec, train: { nRows: n } } as unknown as FitJob;
  const drawn = sampleByGradient(job, new Team(memory.buffer, layout.team, 0, 1), iteration, 0, n);
  return { drawn, rows: new Uint32Array(memory.buffer, layout.rowIndex, n), gradients, hessians };
}

describe('sampleByGradient', () => {
  it('keeps exactly the rows of the largest |gradient × hessian|, and amplifies the drawn others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 9000 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(0.1, 0.2, 0.5),
        (n, seed, topRate) => {
          const rng = new Rng(seed);
          const g = Array.from({ length: n }, () => Math.fround(rng.normal()));
          const h = Array.from({ length: n }, () => Math.fround(rng.uniform() + 0.01));
          const { drawn, rows, gradients, hessians } = sample(g, h, topRate, 0.1);
          const order = g.map((_, i) => i).toSorted((a, b) => Math.abs(g[b]! * h[b]!) - Math.abs(g[a]! * h[a]!));
          const top = Math.max(1, Math.floor(topRate * n));
          // the ranking knows 20 bits of a number: rows closer than that may change places at the threshold
          const limit = Math.abs(g[order[top - 1]!]! * h[order[top - 1]!]!);
          const certain = order.slice(0, top).filter((i) => Math.abs(g[i]! * h[i]!) > limit * 1.00001);
          for (const i of certain) expect([gradients[i], hessians[i]]).toEqual([g[i], h[i]]);
          let kept = 0;
          const amplified = (1 - topRate) / 0.1;
          for (let i = 0; i < n; i++) {
            if (hessians[i] === h[i]) kept++;
            else if (hessians[i] !== 0) expect(hessians[i]! / h[i]!).toBeCloseTo(amplified, 4);
          }
          expect(kept).toBe(top);
          const seen = [...rows.subarray(0, drawn)];
          expect(seen).toEqual(seen.toSorted((a, b) => a - b));
          expect(seen.every((i) => hessians[i] !== 0)).toBe(true);
          expect([...rows].toSorted((a, b) => a - b)).toEqual(g.map((_, i) => i));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('draws the share that was asked for, other rows in each iteration, and keeps the sum of hessians', () => {
    const n = 40_000;
    const h = Array.from({ length: n }, (_, i) => 0.1 + (i % 100) / 1000);
    const g = h.map((_, i) => (i % 7) - 3);
    const one = sample(g, h, 0.2, 0.1, 9);
    const two = sample(g, h, 0.2, 0.1, 10);
    expect(one.drawn / n).toBeCloseTo(0.3, 2);
    expect([...one.rows.subarray(0, 100)]).not.toEqual([...two.rows.subarray(0, 100)]);
    const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
    expect(sum(one.hessians) / sum(h)).toBeCloseTo(1, 1);
  });

  it('keeps the first rows among equal ones', () => {
    const { hessians } = sample(Array<number>(100).fill(1), Array<number>(100).fill(0.25), 0.2, 0.1);
    expect([...hessians.subarray(0, 20)]).toEqual(Array<number>(20).fill(0.25));
    expect([...hessians.subarray(20)]).not.toContain(0.25);
  });

  it('starts after 1 / eta iterations', () => {
    const job = (eta: number): FitJob =>
      ({ spec: { eta, goss: { topRate: 0.2, otherRate: 0.1 } } }) as unknown as FitJob;
    expect(samplesByGradient(job(0.1), 9)).toBe(false);
    expect(samplesByGradient(job(0.1), 10)).toBe(true);
    expect(samplesByGradient(job(1), 1)).toBe(true);
    expect(samplesByGradient({ spec: { eta: 1 } } as unknown as FitJob, 5)).toBe(false);
  });
});
