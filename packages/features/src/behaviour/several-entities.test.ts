import { Frame } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitFeatures } from '../fit-features.ts';
import { parseFittedFeatures } from '../fitted-features.ts';
import type { FeatureSpec } from '../feature-spec.ts';
import { behaviourNames } from './behaviour-spec.ts';
import type { BuildFeaturesOptions } from './build-features.ts';
import { buildFeatures, builtNames } from './build-features.ts';

const day = 86_400_000;

type Row = readonly [time: string, card: string, shop: string, eur: number];

const rows: readonly Row[] = [
  ['2025-01-01T08:00Z', 'a', 'm', 10],
  ['2025-01-01T09:00Z', 'b', 'm', 20],
  ['2025-01-01T20:00Z', 'a', 'n', 30],
  ['2025-01-02T08:00Z', 'a', 'm', 40],
  ['2025-01-02T08:30Z', 'c', 'm', 50],
  ['2025-01-03T08:30Z', 'b', 'n', 60],
  ['2025-01-03T09:00Z', 'a', 'm', 70],
  ['2025-01-03T09:00Z', 'c', 'm', 80],
  ['2025-01-09T09:00Z', 'a', 'n', 90],
  ['2025-01-09T10:00Z', 'b', 'm', 100],
];

function frameOf(of: readonly Row[]): Frame {
  const texts = (name: string, at: 1 | 2) => {
    const categories = [...new Set(of.map((row) => row[at]))];
    return {
      kind: 'categorical' as const,
      name,
      categories,
      codes: Int32Array.from(of, (row) => categories.indexOf(row[at])),
    };
  };
  return new Frame([
    { kind: 'timestamp', name: 't', values: Float64Array.from(of, ([time]) => Date.parse(time)) },
    texts('card', 1),
    texts('shop', 2),
    { kind: 'numeric', name: 'eur', values: Float64Array.from(of, ([, , , eur]) => eur) },
  ]);
}

const options: BuildFeaturesOptions = {
  time: 't',
  entity: ['card', 'shop'],
  amount: 'eur',
  windowDays: [1, 7],
  statistics: ['count', 'mean', 'max', 'distinct', 'since_last'],
};

async function build(frames: Frame[], given: BuildFeaturesOptions): Promise<Record<string, number[]>> {
  const columns: Record<string, number[]> = {};
  for await (const frame of buildFeatures(frames, given)) {
    for (const name of builtNames(given)) {
      const column = frame.column(name);
      if (column.kind === 'numeric') (columns[name] ??= []).push(...column.values);
    }
  }
  return columns;
}

describe('behaviour of several entities', () => {
  it('is what pandas computes by rolling windows of the rows of each', async () => {
    // pandas 3.1: frame.groupby(entity) … rolling("1D" | "7D") … count, mean, max, apply(nunique); diff() of times
    const expected: Record<string, readonly number[]> = {
      card_count_1d: [1, 1, 2, 2, 1, 1, 1, 1, 1, 1],
      card_mean_amount_1d: [10, 20, 20, 35, 50, 60, 70, 80, 90, 100],
      card_max_amount_1d: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
      card_distinct_shop_1d: [1, 1, 2, 2, 1, 1, 1, 1, 1, 1],
      card_count_7d: [1, 1, 2, 3, 1, 2, 4, 2, 2, 2],
      card_mean_amount_7d: [10, 20, 20, 26.666667, 50, 40, 37.5, 65, 80, 80],
      card_max_amount_7d: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
      card_distinct_shop_7d: [1, 1, 2, 2, 1, 2, 2, 1, 2, 2],
      card_seconds_since_last: [Number.NaN, Number.NaN, 43200, 43200, Number.NaN, 171000, 90000, 88200, 518400, 523800],
      shop_count_1d: [1, 2, 1, 2, 3, 1, 1, 2, 1, 1],
      shop_mean_amount_1d: [10, 15, 30, 30, 36.666667, 60, 70, 75, 90, 100],
      shop_max_amount_1d: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
      shop_distinct_card_1d: [1, 2, 1, 2, 3, 1, 1, 2, 1, 1],
      shop_count_7d: [1, 2, 1, 3, 4, 2, 5, 6, 2, 3],
      shop_mean_amount_7d: [10, 15, 30, 23.333333, 30, 45, 38, 45, 75, 83.333333],
      shop_max_amount_7d: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
      shop_distinct_card_7d: [1, 2, 1, 2, 3, 2, 3, 3, 2, 3],
      shop_seconds_since_last: [Number.NaN, 3600, Number.NaN, 82800, 1800, 131400, 88200, 0, 520200, 522000],
    };
    const { is_weekend: _weekend, is_night: _night, ...built } = await build([frameOf(rows)], options);
    expect(Object.keys(built).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [name, values] of Object.entries(built)) {
      values.forEach((value, i) => {
        const wanted = expected[name]![i]!;
        if (Number.isNaN(wanted)) expect(value, `${name} ${i}`).toBeNaN();
        else expect(value, `${name} ${i}`).toBeCloseTo(wanted, 5);
      });
    }
  });

  it('is for each what it is for that one alone, also frame by frame', async () => {
    const ids = fc.constantFrom('x', 'y', 'z');
    const drawn = fc.array(fc.tuple(fc.constantFrom(0, 0.5, 1, 3, 8), ids, ids, fc.nat(50)), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(drawn, fc.nat(40), async (steps, cut) => {
        let t = Date.UTC(2025, 0, 1);
        const all = steps.map(([step, card, shop, eur]): Row => {
          t += step * day;
          return [new Date(t).toISOString(), card, shop, eur];
        });
        const of = (entity: string, terminal: string): BuildFeaturesOptions => ({ ...options, entity, terminal });
        const [both, inTwo, cards, shops] = await Promise.all([
          build([frameOf(all)], options),
          build([frameOf(all.slice(0, cut)), frameOf(all.slice(cut))], options),
          build([frameOf(all)], of('card', 'shop')),
          build([frameOf(all)], of('shop', 'card')),
        ]);
        expect(inTwo).toEqual(both);
        for (const [entity, other, alone] of [
          ['card', 'shop', cards],
          ['shop', 'card', shops],
        ] as const) {
          const own = Object.entries(both).filter(([name]) => name.startsWith(`${entity}_`));
          const renamed = own.map(([name, values]) => [
            name
              .replace(`${entity}_distinct_${other}`, 'customer_distinct_terminals')
              .replace(`${entity}_`, 'customer_'),
            values,
          ]);
          expect(Object.fromEntries(renamed)).toEqual(
            Object.fromEntries(Object.entries(alone).filter(([name]) => name.startsWith('customer_'))),
          );
        }
      }),
    );
  });

  it('counts the different terminals of each, and has the terminal features once', () => {
    const spec = {
      time: 't',
      entity: ['card', 'device'],
      terminal: 'shop',
      target: 'y',
      windowDays: [7],
      delayDays: 7,
    };
    expect(behaviourNames({ ...spec, statistics: ['count', 'distinct', 'risk'] })).toEqual([
      'card_count_7d',
      'card_distinct_device_7d',
      'card_distinct_shop_7d',
      'device_count_7d',
      'device_distinct_card_7d',
      'device_distinct_shop_7d',
      'terminal_count_7d',
      'terminal_risk_7d',
    ]);
  });

  it('keeps the names of one entity, alone or in a list', async () => {
    expect(builtNames({ ...options, entity: ['card'] })).toEqual(builtNames({ ...options, entity: 'card' }));
    expect(builtNames({ ...options, entity: 'card' })).toContain('customer_count_7d');
  });

  it('refuses none, one named twice, and features that would have one name', async () => {
    await expect(build([frameOf(rows)], { ...options, entity: [] })).rejects.toThrow('entity must name a column');
    await expect(build([frameOf(rows)], { ...options, entity: ['card', 'card'] })).rejects.toThrow(
      'must have different names, got "card_count_1d" twice',
    );
    await expect(
      build([frameOf(rows)], { ...options, entity: ['card', 'terminal'], terminal: 'shop' }),
    ).rejects.toThrow('got "terminal_count_1d" twice');
  });

  it.each(['behavioural', 'combined'] as const)(
    'is saved with %s features, and replayed with a history',
    (strategy) => {
      const y = Uint8Array.from(rows, (_, i) => (i % 3 === 0 ? 1 : 0));
      const spec: FeatureSpec = { ...options, strategy, target: 'y', drop: [], categorical: [] };
      const fitted = fitFeatures(frameOf(rows), y, spec);
      expect(fitted.inputs).toEqual(expect.arrayContaining(['card', 'shop']));
      expect(fitted.categoricalInputs).toEqual(['card', 'shop']);
      expect(fitted.names).toEqual(expect.arrayContaining(['card_count_7d', 'shop_distinct_card_7d']));
      expect(fitted.names).not.toContain('card');
      const read = parseFittedFeatures(JSON.parse(JSON.stringify(fitted.toJson())));
      const whole = read.transform(frameOf(rows));
      const later = read.transform(frameOf(rows.slice(5)), { history: frameOf(rows.slice(0, 5)) });
      for (const [j, name] of whole.names.entries()) {
        expect([...later.column(j)], name).toEqual(Array.from(whole.column(j).subarray(5)));
      }
    },
  );
});
