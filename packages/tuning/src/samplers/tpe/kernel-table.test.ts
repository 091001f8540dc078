import { readFileSync } from 'node:fs';
import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../../space/parse-search-space.ts';
import { samplePoint } from '../../space/sample-point.ts';
import type { ParamValue, SearchSpaceInput } from '../../space/search-space.ts';
import { PlainEstimator } from '../../testing/plain-estimator.ts';
import type { Axis } from './axis.ts';
import { createAxis } from './axis.ts';
import type { KernelOptions } from './kernel-rules.ts';
import { bestRatio, logDensities } from './kernel-sums.ts';
import { KernelTable } from './kernel-table.ts';

interface Case {
  readonly space: SearchSpaceInput;
  readonly options: KernelOptions;
  readonly observations: readonly (readonly ParamValue[])[];
  readonly points: readonly (readonly ParamValue[])[];
  readonly logDensities: readonly number[];
}

const fixture = JSON.parse(readFileSync(new URL('../../../fixtures/parzen.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

const kinds = ['continuous', 'categories', 'steps'];

/** Axes as a table takes them, and rows of values as their codes. */
function axesOf(space: SearchSpaceInput): {
  axes: Axis[];
  codesOf: (rows: readonly (readonly ParamValue[])[]) => Float64Array;
} {
  const names = Object.keys(space);
  const axes = Object.entries(parseSearchSpace(space))
    .map(([name, dimension]) => createAxis(name, dimension)!)
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  const codesOf = (rows: readonly (readonly ParamValue[])[]): Float64Array =>
    Float64Array.from(rows.flatMap((row) => axes.map((axis) => axis.encode(row[names.indexOf(axis.name)])!)));
  return { axes, codesOf };
}

function tableOf(axes: readonly Axis[], codes: Float64Array, options: KernelOptions): KernelTable {
  const d = axes.length;
  const table = new KernelTable(axes, options);
  const slots = Array.from({ length: codes.length / d }, (_, i) => i);
  table.change(slots, [], codes);
  return table;
}

const defaults = { priorWeight: 1, considerMagicClip: true, considerEndpoints: false };

describe('a Parzen estimator', () => {
  it.each(fixture.cases.map((one, i) => [i, Object.keys(one.space).join(' '), one.observations.length, one] as const))(
    'has the densities of Optuna (case %i: %s, %i observations)',
    (_i, _names, _n, { space, options, observations, points, logDensities: expected }) => {
      const { axes, codesOf } = axesOf(space);
      // Optuna takes continuous densities on the scale of the dimension, ours on [0, 1].
      const scale = axes.reduce((sum, axis) => sum + (axis.kind === 'continuous' ? Math.log(axis.span) : 0), 0);
      const codes = codesOf(observations);
      const places = codesOf(points);
      const plain = new PlainEstimator(axes, codes, options);
      const table = logDensities(tableOf(axes, codes, options), places);
      for (const [row, log] of expected.entries()) {
        const own = plain.logDensity(places.subarray(row * axes.length, (row + 1) * axes.length));
        expect(Math.abs(own - scale - log)).toBeLessThan(1e-9 * Math.max(1, Math.abs(log)));
        expect(Math.abs(table[row]! - own)).toBeLessThan(1e-9);
      }
    },
  );

  const space: SearchSpaceInput = {
    a: { type: 'float', low: 0, high: 1 },
    b: { type: 'float', low: 1e-3, high: 1, log: true },
    c: { type: 'int', low: 1, high: 9 },
    d: { type: 'int', low: 1, high: 5000, log: true },
    e: ['x', 'y', 'z'],
    f: { type: 'float', low: -1, high: 1 },
    g: { type: 'float', low: 0, high: 1, step: 0.25 },
  };
  const names = fc.subarray(Object.keys(space), { minLength: 1 });

  /** Observations around a centre, as a search makes them, and some anywhere. */
  function observe(part: SearchSpaceInput, n: number, rng: Rng): ParamValue[][] {
    const parsed = parseSearchSpace(part);
    return Array.from({ length: n }, (_, i) => {
      const point = samplePoint(parsed, rng.stream(String(i)));
      return Object.entries(point).map(([name, value]) =>
        'af'.includes(name) && i % 5 > 0 ? 0.4 + 0.05 * rng.normal() * rng.uniform() : value,
      );
    });
  }

  it('kept in a table that changes, equals its definition, whatever came and went', () => {
    fc.assert(
      fc.property(
        names,
        fc.nat(),
        fc.oneof(fc.nat(12), fc.integer({ min: 90, max: 130 }), fc.constant(400)),
        fc.record({
          considerMagicClip: fc.boolean(),
          considerEndpoints: fc.boolean(),
          priorWeight: fc.constantFrom(0.5, 1),
        }),
        (picked, seed, n, options) => {
          const rng = new Rng(seed);
          const { axes, codesOf } = axesOf(Object.fromEntries(picked.map((name) => [name, space[name]!])));
          const d = axes.length;
          const part = Object.fromEntries(picked.map((name) => [name, space[name]!]));
          const codes = codesOf(observe(part, n, rng));
          const codesOfSlot = (slot: number): Float64Array => codes.subarray(slot * d, (slot + 1) * d);
          const table = new KernelTable(axes, options);
          const held = new Set<number>();
          for (let slot = 0; slot < n; slot++) {
            const removed = rng.uniform() < 0.2 && held.size > 0 ? [rng.choice([...held])] : [];
            for (const other of removed) held.delete(other);
            table.change([slot], removed, codes);
            held.add(slot);
          }
          const slots = [...held].sort((a, b) => a - b);
          const left = Float64Array.from(slots.flatMap((slot) => [...codesOfSlot(slot)]));
          const plain = new PlainEstimator(axes, left, options);
          const points = table.draw(rng, 8);
          const fresh = tableOf(axes, left, options);
          const logs = logDensities(table, points);
          // The same to the last bit, so that a process that has seen all of a study suggests what one does that begins now.
          expect(logDensities(fresh, points)).toEqual(logs);
          expect(fresh.draw(new Rng(seed), 5)).toEqual(table.draw(new Rng(seed), 5));
          for (const [row, log] of logs.entries()) {
            const own = plain.logDensity(points.subarray(row * d, (row + 1) * d));
            expect(Math.abs(log - own)).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('names the point with the best ratio', () => {
    fc.assert(
      fc.property(names, fc.nat(), fc.integer({ min: 5, max: 400 }), (picked, seed, n) => {
        const rng = new Rng(seed);
        const part = Object.fromEntries(picked.map((name) => [name, space[name]!]));
        const { axes, codesOf } = axesOf(part);
        const d = axes.length;
        const codes = codesOf(observe(part, n, rng));
        const good = tableOf(axes, codes.subarray(0, 5 * d), defaults);
        const bad = tableOf(axes, codes.subarray(5 * d), defaults);
        const points = good.draw(rng, 24);
        const others = logDensities(good, points);
        const plain = new PlainEstimator(axes, codes.subarray(5 * d), defaults);
        const ratios = Array.from(
          others,
          (other, row) => other - plain.logDensity(points.subarray(row * d, (row + 1) * d)),
        );
        expect(Math.max(...ratios) - ratios[bestRatio(bad, points, others)]!).toBeLessThan(1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('draws from its density', () => {
    const { axes, codesOf } = axesOf({ x: { type: 'float', low: 0, high: 1 }, k: ['a', 'b'] });
    const table = tableOf(
      axes,
      codesOf([
        [0.2, 'a'],
        [0.25, 'a'],
        [0.9, 'b'],
      ]),
      defaults,
    );
    const points = table.draw(new Rng(1), 20_000);
    for (const [low, high] of [
      [0, 0.2],
      [0.2, 0.5],
      [0.5, 1],
    ] as const) {
      for (const code of [0, 1]) {
        let count = 0;
        for (let at = 0; at < points.length; at += 2)
          if (points[at]! >= low && points[at]! < high && points[at + 1] === code) count++;
        const cells = 2000;
        const middles = Float64Array.from({ length: 2 * cells }, (_, i) =>
          i % 2 === 1 ? code : low + ((i / 2 + 0.5) / cells) * (high - low),
        );
        const mass = logDensities(table, middles).reduce((sum, log) => sum + Math.exp(log), 0) * ((high - low) / cells);
        expect(Math.abs(count / 20_000 - mass)).toBeLessThan(0.015);
      }
    }
  });
});
