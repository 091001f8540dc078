import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFrames } from './read-frames.ts';
import { foldWarnings } from './fold-warnings.ts';
import { doubtfulMarkWarning, notAsDeclaredWarning } from './mark-warnings.ts';
import { nearlyWarning, otherStyleWarning, writtenNumbersWarning } from './reading-warnings.ts';
import { writeAndRead } from '../testing/write-and-read.ts';

const names = Array.from({ length: 16 }, (_, j) => `v${j}`);

describe('foldWarnings', () => {
  it.each<[string, (name: string, j: number) => string]>([
    ['no example', (name) => otherStyleWarning(name, 'decimal points', 'decimal commas')],
    ['an example', (name, j) => writtenNumbersWarning(name, `${j},5`, j + 0.5, [])],
    ['an example of two readings', (name, j) => doubtfulMarkWarning(name, `${j + 1}.234`, 'comma')],
  ])('makes warnings with %s one that names the columns', (_, warningOf) => {
    const all = names.map(warningOf);
    expect(foldWarnings(all, names)).toEqual([
      `${all[0]}; the same goes for 15 other columns: "v1", "v2", "v3" and 12 more`,
    ]);
    expect(foldWarnings(all.slice(0, 2), names)).toEqual([`${all[0]}; the same goes for another column: "v1"`]);
    expect(foldWarnings(all.slice(0, 1), names)).toEqual([all[0]]);
  });

  it('keeps apart what is read in another way, what counts cells, and what other columns say', () => {
    const all = [
      'repeated column name, read as "v1"',
      doubtfulMarkWarning('v1', '1.234', 'comma'),
      doubtfulMarkWarning('v2', '1.234', 'point'),
      nearlyWarning('v3', 'numbers', { fitting: 95, all: 100 }, '"x" (row 3)'),
      nearlyWarning('v4', 'numbers', { fitting: 95, all: 100 }, '"x" (row 4)'),
      otherStyleWarning('v5', '€', '$'),
      otherStyleWarning('v6', 'no unit', '$'),
    ];
    expect(foldWarnings(all, names)).toEqual(all);
  });

  it('leaves out columns of which nothing is asked, and keeps what is of none', () => {
    const all = [...names.map((name) => notAsDeclaredWarning(name, 'points', 'commas')), 'the first line looks odd'];
    expect(foldWarnings(all, names, ['v2', 'v5'])).toEqual([
      `${all[2]}; the same goes for another column: "v5"`,
      'the first line looks odd',
    ]);
    expect(foldWarnings(all, names, [])).toEqual(['the first line looks odd']);
  });

  it('knows a column by its whole name', () => {
    const odd = ['a', 'a" holds', 'b'];
    const all = odd.map((name) => notAsDeclaredWarning(name, 'points', 'commas'));
    expect(foldWarnings(all, odd)).toEqual([`${all[0]}; the same goes for 2 other columns: "a" holds", "b"`]);
  });

  it('is how both readers tell of a file with other decimal marks', async () => {
    const rows = [1, 2, 3].map((row) => names.map(() => `${row},5`).join(';'));
    const readings = Object.fromEntries(names.map((name) => [name, { kind: 'numeric' } as const]));
    const folder = await mkdtemp(join(tmpdir(), 'fraudx-fold-'));
    try {
      const { schema } = await writeAndRead(folder, 'new.csv', `${[names.join(';'), ...rows].join('\n')}\n`, {
        readings,
      });
      expect(schema.warnings).toEqual([
        `${otherStyleWarning('v0', 'decimal points (1,234.5)', 'decimal commas (1.234,5)')}; the same goes for 15 other columns: "v1", "v2", "v3" and 12 more`,
      ]);
      const said: string[] = [];
      const onWarnings = (warnings: readonly string[]) => said.push(...warnings);
      for await (const frame of readFrames(join(folder, 'new.csv'), { readings, onWarnings }))
        expect(frame.nRows).toBe(3);
      expect(said).toEqual(schema.warnings);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
