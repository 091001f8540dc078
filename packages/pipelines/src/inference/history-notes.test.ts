import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { historyNotes } from './history-notes.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2025, 0, 1);
const rng = new Rng(2);

/** `rows` payments within days `from` to `to`, of 50 cards and 20 shops; a twentieth is fraud. */
function payments(from: number, to: number, rows: number): Frame {
  const numbers = (name: string, of: (i: number) => number): Column => ({
    kind: 'numeric',
    name,
    values: Float64Array.from({ length: rows }, (_, i) => of(i)),
  });
  const days = numbers('t', (i) => start + (from + ((i + rng.uniform()) * (to - from)) / rows) * dayMs);
  return new Frame([
    { kind: 'timestamp', name: 't', values: (days as { values: Float64Array }).values },
    numbers('card', () => rng.int(50)),
    {
      kind: 'categorical',
      name: 'shop',
      codes: Int32Array.from({ length: rows }, () => rng.int(20)),
      categories: Array.from({ length: 20 }, (_, k) => `M${String(k).padStart(2, '0')}`),
    },
    numbers('amount', () => Math.exp(3 + rng.normal())),
    numbers('fraud', (i) => (i % 20 === 0 ? 1 : 0)),
  ]);
}

const past = {
  time: 't',
  entities: ['card'],
  terminal: 'shop',
  amount: 'amount',
  target: 'fraud',
  windowDays: [1, 7],
  delayDays: 7,
};
const trained = { all: 3000, labelled: 3000, fraud: 150, repeated: 0 };
const notesOf = (history: Frame, data: Frame, of = trained): string[] =>
  historyNotes({ meant: history, asRead: history }, data, past, of);
const history = payments(0, 30, 3000);
const data = payments(30, 31, 100);

describe('a history beside the rows that are scored', () => {
  it.each([1, 10, 100, 3000])('is nothing to speak of where it is the time before %i rows', (rows) => {
    for (let k = 0; k < 20; k++)
      expect(notesOf(payments(0, 30, 3000), payments(30, 30 + rows / 100, rows))).toEqual([]);
    expect(notesOf(payments(16, 30, 1400), data)).toEqual([]);
  });

  it('may lack the days of a weekend, where others are lacking too', () => {
    const weeks = [0, 7, 14, 21].map((day) => payments(day, day + 5, 500));
    const times = weeks.map((week) => week.column('t') as { values: Float64Array });
    const values = Float64Array.from(times.flatMap((column) => [...column.values]));
    const whole = payments(0, 26, 2000).with({ kind: 'timestamp', name: 't', values });
    expect(notesOf(whole, payments(28, 29, 100))).toEqual([]);
  });

  it('ends too early, or begins too late', () => {
    expect(notesOf(payments(0, 10, 1000), data)).toEqual([
      expect.stringMatching(
        /^the history ends 20 days before the data begin \(2025-01-10 .* and 2025-01-31 .*\): none of its rows lies within the longest window, 7 days$/,
      ),
    ]);
    expect(notesOf(payments(0, 27, 2700), data)).toEqual([
      expect.stringContaining('what came in between is in no window'),
    ]);
    expect(notesOf(payments(29.9, 30, 10), data)).toEqual([
      expect.stringMatching(/^the history begins 0\.1 days before the data, and windows reach back 14 days/),
    ]);
  });

  it('says when no id is known', () => {
    const shops = data.column('shop') as Extract<Column, { kind: 'categorical' }>;
    const lower = data.with({ ...shops, categories: shops.categories.map((text) => text.toLowerCase()) });
    expect(notesOf(history, lower)).toEqual([
      expect.stringMatching(/"shop" occur in the history .*"m\d\d" may be "M\d\d" there/),
    ]);
    const cards = data.with({ kind: 'numeric', name: 'card', values: data.numbers('card').map((card) => card + 500) });
    expect(notesOf(history, cards)).toEqual([
      expect.stringContaining('different values of "card" occur in the history'),
    ]);
  });

  it('says when labels are missing, or hold no fraud', () => {
    const labels = (of: (label: number) => number): Frame =>
      history.with({ kind: 'numeric', name: 'fraud', values: history.numbers('fraud').map(of) });
    expect(notesOf(history.drop(['fraud']), data)).toEqual([expect.stringContaining('has no such column')]);
    expect(
      notesOf(
        labels(() => Number.NaN),
        data,
      ),
    ).toEqual([expect.stringContaining('0 of 2,300 rows have a label')]);
    expect(
      notesOf(
        labels(() => 0),
        data,
      ),
    ).toEqual([expect.stringContaining('none of 2,300 labels is fraud, and 5% of training was')]);
    // The labels of the last week are not known yet; few frauds are none by chance.
    const late = history.numbers('t').map((ms) => (ms > start + 23 * dayMs ? Number.NaN : 0));
    const known = history.with({
      kind: 'numeric',
      name: 'fraud',
      values: history.numbers('fraud').map((v, i) => v + late[i]!),
    });
    expect(notesOf(known, data)).toEqual([]);
    expect(
      notesOf(
        labels(() => 0),
        data,
        { ...trained, fraud: 3 },
      ),
    ).toEqual([]);
  });

  it('says when its rows repeat, more than those of training', () => {
    const rows = Uint32Array.from({ length: 6000 }, (_, i) => Math.floor(i / 2));
    const twice = history.take(rows);
    expect(notesOf(twice, data)).toEqual([expect.stringMatching(/^3,000 of 6,000 rows of the history \(50%\)/)]);
    expect(notesOf(twice, data, { ...trained, repeated: 1500 })).toEqual([]);
  });
});
