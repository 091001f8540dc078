import { describe, expect, it } from 'vitest';
import { ShownValues } from './shown-values.ts';

function hiding(): ShownValues {
  const values = new ShownValues();
  values.hide('config', [{ target: 'is fraud', derive: { x: 'amount * rate' } }, ['train', '--drop=id']]);
  return values;
}

describe('ShownValues', () => {
  it('shows everything until data is read that nobody named', () => {
    expect(new ShownValues().message('got "SECRET"')).toBe('got "SECRET"');
  });

  it.each([
    [
      'target "is fraud" must hold 0 and 1, got "S" in data row 3',
      'target "is fraud" must hold 0 and 1, got "…" in data row 3',
    ],
    [
      'Values found: "S" 1, "T" 1. Columns: "id", "x", "rate"',
      'Values found: "…" 1, "…" 1. Columns: "id", "x", "rate"',
    ],
    ['got "is fraud" SECRET" in row 1', 'got "is fraud" "…"'],
    ['got "q" SECRET "is fraud" in row 1', 'got "…" in row 1'],
    ['got "a " SECRET", "" in row 1', 'got "…"'],
    // a value that holds quotes does not say where it ends
    ['got "{"auth":"SECRET"}" in data row 1', 'got "…" in data row 1'],
    ['got "a" SECRET "b" in data row 1', 'got "…" in data row 1'],
    ['got "a"target"SECRET" in data row 1', 'got "…"target"…" in data row 1'],
    [String.raw`got "a\" SECRET \"" in row 1`, 'got "…" in row 1'],
    ['got "SECRET and no end', 'got "…"'],
    ['Columns: SECRET, TOKEN', 'Columns: …'],
    ['column "x" holds times of day such as SECRET; SECRET', 'column "x" holds times of day such as …'],
    ['column "SECRET" holds 5 numbers such as 007', 'column "…" holds 5 numbers such as 007'],
    ['see "fraudx promotions list"', 'see "fraudx promotions list"'],
  ])('hides what is quoted from data: %s', (said, shown) => {
    expect(hiding().message(said)).toBe(shown);
  });

  it('hides it in results of JSON', () => {
    expect(hiding().messages({ checks: [{ detail: 'got "SECRET"', rows: 3 }] })).toEqual({
      checks: [{ detail: 'got "…"', rows: 3 }],
    });
  });
});
