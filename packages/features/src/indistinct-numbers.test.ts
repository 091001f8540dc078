import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { fitFeatures } from './fit-features.ts';
import { indistinctNumbers } from './indistinct-numbers.ts';

describe('indistinctNumbers', () => {
  it('finds large whole numbers that float32 does not tell apart, and nothing else', () => {
    const n = 300;
    const rows = Uint32Array.from({ length: n }, (_, i) => i);
    const numbers = (name: string, value: (i: number) => number) =>
      ({ kind: 'numeric', name, values: Float64Array.from(rows, value) }) as const;
    const frame = new Frame([
      numbers('account', (i) => (i % 9 === 0 ? Number.NaN : 1_700_000_000 + (i % 100))),
      numbers('small', (i) => i),
      numbers('even', (i) => 2 ** 30 + 128 * i),
      numbers('fraction', (i) => 1_700_000_000 + i / 7),
      numbers('code', (i) => 1_700_000_000 + i),
      { kind: 'timestamp', name: 'when', values: Float64Array.from(rows, (i) => 1.7e12 + 1000 * i) },
    ]);
    const spec = { strategy: 'raw', target: 'y', drop: [], categorical: ['code'] } as const;
    const features = fitFeatures(frame, new Uint8Array(n), spec);
    expect(indistinctNumbers(frame, features, rows)).toEqual([{ column: 'account', distinct: 100, seen: 2 }]);
  });
});
