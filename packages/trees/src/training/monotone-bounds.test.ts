import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictMargin } from '../ensemble/predict-margin.ts';
import { makeMixedRows, plainRules, plainSpec } from '../testing/mixed-rows.ts';
import { fitBooster } from './fit-booster.ts';

const KINDS = {
  depth: {},
  leaf: { growth: 'leaf', maxDepth: 15, minChildRows: 3, lambda: 0 },
} as const;

describe('monotone constraints', () => {
  it('never let the prediction move against them when one feature rises', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.constantFrom(0, 0.4),
        fc.constantFrom('depth', 'leaf'),
        async (n, seed, maxDeltaStep, kind) => {
          const rows = makeMixedRows(n, 1, 3, 6, seed);
          const categorical = { ...plainRules, catL2: 5 };
          const spec = { ...plainSpec, rounds: 5, maxDepth: 5, minChildWeight: 0.1, seed, maxDeltaStep, categorical };
          const monotoneConstraints = [0, 1, -1, 0];
          const { ensemble } = await fitBooster(rows, { ...spec, ...KINDS[kind], monotoneConstraints });
          const rng = new Rng(seed);
          for (const [feature, sign] of [
            [1, 1],
            [2, -1],
          ] as const) {
            const probe = rows.x.take(new Uint32Array(60).fill(Math.floor(rng.uniform() * n)));
            for (let i = 0; i < 60; i++) probe.data[feature * 60 + i] = (i - 30) / 10;
            const margins = predictMargin(ensemble, probe);
            for (let i = 1; i < 60; i++) expect(sign * (margins[i]! - margins[i - 1]!)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('change nothing where the data agree with them', async () => {
    const rows = makeMixedRows(500, 0, 1, 1, 3);
    rows.x.data.forEach((value, i) => (rows.y[i] = value > 0.3 ? 1 : 0));
    const free = await fitBooster(rows, { ...plainSpec, maxDepth: 1 });
    const bound = await fitBooster(rows, { ...plainSpec, maxDepth: 1, monotoneConstraints: [1] });
    expect(bound.ensemble.trees.map((tree) => tree.value)).toEqual(free.ensemble.trees.map((tree) => tree.value));
    const against = await fitBooster(rows, { ...plainSpec, monotoneConstraints: [-1] });
    const margins = predictMargin(against.ensemble, rows.x);
    const known = [...rows.x.data.keys()].filter((i) => !Number.isNaN(rows.x.data[i]!));
    const order = known.toSorted((a, b) => rows.x.data[a]! - rows.x.data[b]!);
    for (let k = 1; k < order.length; k++) expect(margins[order[k]!]).toBeLessThanOrEqual(margins[order[k - 1]!]!);
  });
});
