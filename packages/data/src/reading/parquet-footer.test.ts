import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wideDecimals } from './parquet-footer.ts';
import { readFrame } from './read-frame.ts';

describe('the footer of a Parquet file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-footer-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A varint of 2 to the 50th. */
  const huge = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02];

  it.each([
    ['a list of booleans', [0x19, 0xf1, ...huge]],
    ['a list of bytes', [0x19, 0xf3, ...huge]],
    ['a list of doubles', [0x19, 0xf7, ...huge]],
    ['a text', [0x18, ...huge]],
    ['a map', [0x1b, ...huge, 0x11]],
    ['lists inside lists', [0x19, ...Array.from({ length: 100_000 }, () => 0x19)]],
    ['structs inside structs', Array.from({ length: 100_000 }, () => 0x1c)],
  ])('that promises more than it holds is refused at once: %s', (_, bytes) => {
    expect(() => wideDecimals(Uint8Array.from(bytes), 38)).toThrow(RangeError);
  });

  it('is refused or read in no time, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const begun = performance.now();
        try {
          wideDecimals(bytes, 38);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
        expect(performance.now() - begun).toBeLessThan(2000);
      }),
      { numRuns: 2000 },
    );
  });

  it('ends the reading of a file with an error', async () => {
    const path = join(folder, 'hang.parquet');
    const footer = Buffer.alloc(18);
    Buffer.from([0x19, 0xf1, ...huge]).copy(footer);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    await writeFile(path, Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(20), footer, length, Buffer.from('PAR1')]));
    await expect(readFrame(path)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
