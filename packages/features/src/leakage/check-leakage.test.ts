import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLeakage } from './check-leakage.ts';
import { singleFeatureAuc } from './single-feature-auc.ts';

const n = 2000;
const rng = new Rng(4);
const y = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.05 ? 1 : 0));
const numeric = (name: string, value: (i: number) => number): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const times = (name: string, value: (i: number) => number): Column =>
  ({ ...numeric(name, value), kind: 'timestamp' }) as Column;
const hour = 3_600_000;

const honest: Column[] = [
  times('when', (i) => i * hour),
  numeric('amount', (i) => rng.exponential(50) + 30 * y[i]!),
  {
    kind: 'categorical',
    name: 'shop',
    codes: Int32Array.from({ length: n }, () => rng.int(600)),
    categories: Array.from({ length: 600 }, (_, k) => `s${k}`),
  },
  numeric('gaps', () => (rng.uniform() < 0.3 ? Number.NaN : rng.normal())),
  times('account_opened', (i) => i * hour - 500 * hour),
];

function reasons(...columns: Column[]): Record<string, string> {
  const frame = new Frame([...honest, ...columns, numeric('tx_fraud', (i) => y[i]!)]);
  const { leaks } = checkLeakage(frame, y, { target: 'tx_fraud', time: 'when' });
  return Object.fromEntries(leaks.map((leak) => [leak.column, `${leak.severity}: ${leak.reason}`]));
}

describe('checkLeakage', () => {
  it('finds nothing in honest columns, whatever their cardinality', () => {
    expect(reasons()).toEqual({});
  });

  it('names each kind of leak', () => {
    expect(
      reasons(
        numeric('scenario', (i) => (y[i] === 1 ? 1 + (i % 3) : 0)),
        numeric('score_after', (i) => 5 * y[i]! + rng.normal() * 0.8),
        numeric('risk_code', (i) => (y[i] === 1 && i % 3 > 0 ? 77 : rng.int(5))),
        times('closed', (i) => (y[i] === 1 ? i * hour + 24 * hour : Number.NaN)),
        times('settled', (i) => i * hour + (i % 2) * hour),
        numeric('tx_fraud_kind', () => rng.normal()),
      ),
    ).toEqual({
      scenario: 'leak: constant-per-label',
      score_after: 'leak: near-perfect-auc',
      risk_code: 'leak: pure-values',
      closed: 'leak: missing-tells-label',
      settled: 'leak: after-event',
      tx_fraud_kind: 'suspect: named-after-label',
    });
  });

  it('suspects a column that is very good alone, without calling it a leak', () => {
    expect(reasons(numeric('age_of_dispute', (i) => 2.9 * y[i]! + rng.normal()))).toEqual({
      age_of_dispute: 'suspect: high-auc',
    });
  });

  it('finds leaks that neither rise nor fall with the label', () => {
    expect(
      Object.keys(
        reasons(
          numeric('parity', (i) => 2 * rng.int(200) + y[i]!),
          numeric('middle', (i) => (y[i] === 1 ? 0.5 : rng.int(2)) + rng.uniform() * 0.01),
        ),
      ).toSorted(),
    ).toEqual(['middle', 'parity']);
  });

  it('judges whether rows with a value, or with an unusual one, are fraud', () => {
    const frauds = [...y.keys()].filter((i) => y[i] === 1);
    const inMost = new Set(frauds.filter((_, k) => k % 10 > 1));
    const inSome = new Set(frauds.filter((_, k) => k % 10 > 5));
    const genuine = (share: number): Set<number> =>
      new Set([...y.keys()].filter((i) => y[i] === 0 && (i * 37) % 1000 < 1000 * share));
    const few = genuine(0.01);
    expect(
      reasons(
        // Filled for 80 % of frauds and no genuine row: the AUC of being empty is .90.
        numeric('entered', (i) => (inMost.has(i) ? i : Number.NaN)),
        numeric('amount_back', (i) => (inMost.has(i) ? 5 + rng.uniform() : 0)),
        times('settled_on', (i) => (inMost.has(i) ? (i - 700) * hour : 0)),
        // Half of the frauds and a hundredth of the genuine rows: what it is its name says.
        numeric('closure', (i) => (inSome.has(i) || few.has(i) ? i : Number.NaN)),
        numeric('second_card', (i) => (inSome.has(i) || few.has(i) ? i : Number.NaN)),
        numeric('seldom', (i) => (inSome.has(i) || (i * 37) % 1000 < 100 ? i : Number.NaN)),
      ),
    ).toEqual({
      entered: 'leak: filled-with-fraud',
      amount_back: 'leak: filled-with-fraud',
      settled_on: 'leak: filled-with-fraud',
      closure: 'leak: filled-with-fraud',
      second_card: 'suspect: filled-with-fraud',
    });
  });

  it('finds many values that occur with fraud only', () => {
    expect(reasons(numeric('score', (i) => (y[i] === 1 && i % 3 > 0 ? 9 : 0) + rng.uniform()))).toEqual({
      score: 'leak: pure-values',
    });
  });

  it('does not judge by a handful of values', () => {
    const few = (name: string, rows: readonly number[]): Column =>
      numeric(name, (i) => (rows.includes(i) ? 10 * y[i]! + (i % 7) / 10 : Number.NaN));
    const fraud = y.indexOf(1);
    const genuine = [...y.keys()].filter((i) => y[i] === 0).slice(0, 40);
    expect(reasons(few('three', [0, 3, fraud]), few('one_fraud', [...genuine, fraud]))).toEqual({});
  });

  it('compares times with an event of which only the date is known by day, and with a numeric time not at all', () => {
    const day = 24 * hour;
    const onTheDay = times('entered', (i) => i * day + 9 * hour);
    const dayAfter = times('closed', (i) => (i + 1) * day);
    const frame = new Frame([times('date', (i) => i * day), numeric('seconds', (i) => i), onTheDay, dayAfter]).with(
      numeric('tx_fraud', (i) => y[i]!),
    );
    const named = (time: string): string[] =>
      checkLeakage(frame, y, { target: 'tx_fraud', time }).leaks.map(({ column }) => column);
    expect(named('date')).toEqual(['closed']);
    expect(named('seconds')).toEqual([]);
  });

  it('takes a short target for a word of a name, not for any letter', () => {
    const frame = new Frame([...honest, numeric('y_before', () => rng.normal()), numeric('y', (i) => y[i]!)]);
    expect(checkLeakage(frame, y, { target: 'y' }).leaks.map(({ column }) => column)).toEqual(['y_before']);
  });

  it('leaves dropped columns and the target out', () => {
    const frame = new Frame([...honest, numeric('copy', (i) => y[i]!), numeric('tx_fraud', (i) => y[i]!)]);
    const report = checkLeakage(frame, y, { target: 'tx_fraud', drop: ['copy'] });
    expect(report.leaks).toEqual([]);
    expect(report.columns.map(({ column }) => column)).toEqual(honest.map(({ name }) => name));
    expect(() => checkLeakage(frame, y, { target: 'tx_frad' })).toThrow(
      expect.objectContaining({ code: 'COLUMN_NOT_FOUND' }),
    );
    expect(() => checkLeakage(frame, new Uint8Array(1), { target: 'tx_fraud' })).toThrow('must have 2000 rows');
  });
});

describe('singleFeatureAuc', () => {
  it('equals the share of pairs ranked right, ties half, in the better direction', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(1)), { minLength: 2, maxLength: 40 }), (rows) => {
        const labels = Uint8Array.from(rows, ([, label]) => label);
        fc.pre(labels.includes(0) && labels.includes(1));
        let wins = 0;
        let pairs = 0;
        for (const [a, labelA] of rows)
          for (const [b, labelB] of rows) {
            if (labelA !== 1 || labelB !== 0) continue;
            pairs++;
            wins += a > b ? 1 : a === b ? 0.5 : 0;
          }
        const auc = wins / pairs;
        expect(
          singleFeatureAuc(
            rows.map(([value]) => value),
            labels,
          ),
        ).toBeCloseTo(Math.max(auc, 1 - auc), 12);
      }),
    );
  });

  it('compares dates with times by the calendar of the event', () => {
    const n = 40;
    const labels = Uint8Array.from({ length: n }, (_, i) => i % 2);
    // Half an hour after midnight in Madrid, which is the evening before in UTC.
    const event = Float64Array.from({ length: n }, (_, i) => Date.UTC(2025, 6, 1 + i, 22, 30));
    const dates = (name: string, daysOff: number): Column => ({
      kind: 'timestamp',
      name,
      values: event.map((ms) => Math.floor(ms / 86_400_000) * 86_400_000 + (1 + daysOff) * 86_400_000),
    });
    const table = new Frame([
      { kind: 'timestamp', name: 'when', values: event, zones: 'all' },
      dates('same_day', 0),
      dates('next_day', 1),
      { kind: 'numeric', name: 'y', values: Float64Array.from(labels) },
    ]);
    const found = (timeZone?: string): string[] =>
      checkLeakage(table, labels, { target: 'y', time: 'when', ...(timeZone === undefined ? {} : { timeZone }) })
        .leaks.filter(({ reason }) => reason === 'after-event')
        .map(({ column }) => column);
    expect(found('Europe/Madrid')).toEqual(['next_day']);
    expect(found()).toEqual(expect.arrayContaining(['same_day', 'next_day']));
  });

  it('finds no leak in columns of a label that is the other way round, and a true one still', () => {
    const label = Uint8Array.from(y, (one) => 1 - one);
    // Low amounts are nearly never fraud, so by this label nearly always.
    const amount = numeric('amount', (i) => (y[i] === 1 ? 60 + rng.exponential(50) : rng.exponential(50)));
    const closed = numeric('note', (i) => (y[i] === 1 ? Number.NaN : i));
    const frame = new Frame([
      ...honest.filter(({ name }) => name !== 'amount'),
      amount,
      closed,
      numeric('ok', (i) => label[i]!),
    ]);
    const { leaks } = checkLeakage(frame, label, { target: 'ok', time: 'when' });
    expect(leaks.filter(({ severity }) => severity === 'leak').map(({ column }) => column)).toEqual(['note']);
  });
});
