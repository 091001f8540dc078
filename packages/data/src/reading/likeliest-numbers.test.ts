import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { readFrame } from './read-frame.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-likeliest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function amounts(name: string, of: (i: number) => string, bad: string): Promise<string> {
  const path = join(folder, `${name}.csv`);
  const cells = Array.from({ length: 100 }, (_, i) => (i === 70 ? bad : of(i)));
  await writeFile(path, ['id;amt', ...cells.map((cell, i) => `k${i};${cell}`), ''].join('\n'));
  return path;
}

describe.each([
  ['points', (i: number) => `${i}.25`],
  ['commas', (i: number) => `${i},25`],
  ['thousands', (i: number) => `1.${100 + i},25`],
  ['currencies', (i: number) => `${i},25 €`],
  ['sides', (i: number) => `${i},25 ${i % 2 === 0 ? 'CR' : 'DR'}`],
])('one bad cell among numbers with %s', (name, of) => {
  it('is the one that is named, where the column is declared to hold quantities or training had numbers', async () => {
    const path = await amounts(name, of, 'n.d.');
    for (const options of [
      { quantities: ['amt'] },
      { readings: { amt: { kind: 'numeric', numbers: 'comma' } } },
    ] as const) {
      const error = await failureOf(readFrame(path, options));
      expect(error.code).toBe('DATA_NOT_NUMERIC');
      expect(error.message).toBe(`data: column "amt" must hold numbers, got "n.d." in data row 71 of ${path}`);
      expect(error.details).toMatchObject({ exceptions: 1 });
    }
  });
});

describe('a declared quantity', () => {
  it('stays text where it is mostly texts', async () => {
    const path = await amounts('words', (i) => (i % 2 === 0 ? `w${i}` : `${i},5`), 'n.d.');
    expect((await readFrame(path, { quantities: ['amt'] })).frame.column('amt').kind).toBe('categorical');
  });

  it('that training read as times is said to have been times', async () => {
    const path = await amounts('days', (i) => `459${10 + (i % 80)},25`, '45930,5');
    const { schema } = await readFrame(path, { readings: { amt: { kind: 'timestamp' } } });
    expect(schema.warnings).toEqual([
      'column "amt" is written otherwise than in training: times there, numbers with decimal commas (1.234,5) here; read by what stands here',
    ]);
  });
});
