import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';
import { machineNumbersWarning } from './machine-numbers.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-machines-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const many = (text: (i: number) => string): string[] => Array.from({ length: 30 }, (_, i) => text(i));

describe.each(['csv', 'jsonl'] as const)('numbers of programs in a %s file', (format) => {
  it.each([
    ['underscores between thousands', many((i) => `${i + 1}_${100 + i}.00`)],
    ['powers of ten behind a D', many((i) => `${i}.080D+01`)],
    ['their sign in the last digit', ['0000045A', '0000123{', '0000099J', '0000100}']],
    ['"p" behind them', many((i) => `${1000 + i}p`)],
  ])('are named, and stay texts: %s', async (what, cells) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([expect.stringContaining(`column "x" looks like numbers with ${what}`)]);
  });

  it.each([[many((i) => `1_${100 + i}`)], [many((i) => `${10_000_000 + i}${'TRWAG'[i % 5]}`)], [many((i) => `${i}D`)]])(
    'are not what codes are: %j',
    async (cells) => {
      expect((await readColumn(await writeCells(folder, format, cells))).warnings).toEqual([]);
    },
  );
});

describe('days of the year', () => {
  it('are named where the name of the column speaks of a date', () => {
    const texts = ['2025-003', '2025-060', '2024-366'];
    expect(machineNumbersWarning('trx_date', texts)).toContain('such as 2025-003, which is 2025-01-03');
    expect(machineNumbersWarning('case', texts)).toBeUndefined();
    expect(machineNumbersWarning('trx_date', ['2025-003', '2025-999'])).toBeUndefined();
  });
});
