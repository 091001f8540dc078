import { Frame } from '@fraudx/core';
import { describeFrame } from '@fraudx/data';
import { describe, expect, it } from 'vitest';
import { valuesText } from './values-text.ts';

async function textOf(kind: 'numeric' | 'timestamp', ...values: number[]): Promise<string> {
  const frame = new Frame([{ kind, name: 'x', values: Float64Array.from(values) }]);
  return valuesText((await describeFrame(frame)).columns[0]!);
}

describe('valuesText', () => {
  it.each([
    ['ids', [4_000_123_456_789_012], '4000123456789012'],
    ['amounts', [0.01, 1_234_567.89, 98_765_432.1], '0.01 … 1234567.89 … 98765432.1'],
    ['long fractions', [0.123_456_789_012_345_66], '0.123456789'],
    ['a median between two values', [0.1, 0.2], '0.1 … 0.15 … 0.2'],
    ['a third', [1 / 3], '0.3333333333'],
  ])('shows %s with the digits of the data', async (_, values, text) => {
    const all = text.includes('…') ? text : `${text} … ${text} … ${text}`;
    expect(await textOf('numeric', ...values)).toBe(all);
  });

  it('shows times to the fraction that they have', async () => {
    const day = Date.UTC(2025, 0, 31);
    expect(await textOf('timestamp', day, day + 500.25, day + 43_200_000)).toBe(
      '2025-01-31 … 2025-01-31 00:00:00.50025 … 2025-01-31 12:00:00',
    );
  });

  it('cuts a text that is a document', async () => {
    const categories = ['x'.repeat(100_000)];
    const frame = new Frame([{ kind: 'categorical', name: 'x', codes: Int32Array.of(0), categories }]);
    expect(valuesText((await describeFrame(frame)).columns[0]!)).toBe(`${'x'.repeat(79)}… (1)`);
  });
});
