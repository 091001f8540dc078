import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

/** What does not pack well, so that a piece of it has whole lines. */
const cell = (i: number): string => ((i * 2_654_435_761) % 4_294_967_296).toString(36);

describe('a gzip file that is not whole', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-gzip-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const csv = `a,b\n${Array.from({ length: 20_000 }, (_, i) => `${i},${cell(i)}`).join('\n')}\n`;
  const ragged = csv.replace('\n5,', '\n5,"x\ny');
  const lines = Array.from({ length: 20_000 }, (_, i) => `{"a":${i},"b":"${cell(i)}"}`).join('\n');
  const kinds: [string, string, string, ReadFrameOptions][] = [
    ['plain CSV', 'cut.csv.gz', csv, {}],
    ['CSV that takes the other way', 'odd.csv.gz', ragged, {}],
    ['CSV of another encoding', 'latin.csv.gz', csv, { encoding: 'windows-1252' }],
    ['JSON lines', 'cut.jsonl.gz', lines, {}],
  ];
  it.each(kinds)('is refused wherever it was cut: %s', async (_, name, content, options) => {
    const path = join(folder, name);
    const packed = gzipSync(content);
    for (const end of [30, packed.length >> 1, packed.length - 8, packed.length - 1]) {
      await writeFile(path, packed.subarray(0, end));
      const refused = { code: 'DATA_GZIP_DAMAGED', message: expect.stringContaining(`an early end in ${path}`) };
      await expect(readFrame(path, options)).rejects.toMatchObject(refused);
      await expect(readFrames(path, options).next()).rejects.toMatchObject(refused);
    }
    await writeFile(path, packed.with(packed.length - 6, packed.at(-6)! ^ 1));
    await expect(readFrame(path, options)).rejects.toMatchObject({ message: expect.stringContaining('damaged bytes') });
  });

  it('is read where it is whole, in one piece or several', async () => {
    const path = join(folder, 'two.csv.gz');
    await writeFile(path, Buffer.concat([gzipSync(csv), gzipSync('20000,x\n')]));
    expect((await readFrame(path)).frame.nRows).toBe(20_001);
    const { value } = await readFrames(path).next();
    expect((value as { nRows: number }).nRows).toBe(20_001);
  });
});
