import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { sqlText, withDuckDb } from './duckdb.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';
import { decimalOfBytes } from './wide-decimals.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-decimals-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('decimals of more than 38 digits', () => {
  it('take no time where they are beyond doubles or padded, however long', () => {
    const long = (first: number, last: number): Buffer => {
      const bytes = Buffer.alloc(4_000_000, first);
      bytes[bytes.length - 1] = last;
      return bytes;
    };
    const started = performance.now();
    expect(decimalOfBytes(long(0, 125), 2)).toBe(1.25);
    expect(decimalOfBytes(long(255, 131), 2)).toBe(-1.25);
    expect(decimalOfBytes(long(7, 1), 2)).toBe(Infinity);
    expect(decimalOfBytes(long(200, 1), 2)).toBe(-Infinity);
    expect(decimalOfBytes(Buffer.of(1), 4_000_000)).toBe(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('are the doubles nearest to them', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 75n), max: 10n ** 75n }),
        fc.nat(76),
        fc.integer({ min: 32, max: 40 }),
        (whole, scale, size) => {
          const hex = BigInt.asUintN(8 * size, whole)
            .toString(16)
            .padStart(2 * size, '0');
          expect(decimalOfBytes(Buffer.from(hex, 'hex'), scale)).toBe(Number(`${whole}e-${scale}`));
        },
      ),
    );
  });

  it('are read beside all else, from plain and nested columns, in whole and in pieces', async () => {
    const path = join(folder, 'wide.parquet');
    const values = ['0.07', '-2.25', '123456789012345678901234567890123456.78', '-0.01'];
    const rows = values.map((value, i) => `(${i}, {'a': 1, 'b': 2}, ${value}::DECIMAL(38, 2), 'x${i}')`);
    await withDuckDb(':memory:', (connection) =>
      connection.run(
        `COPY (SELECT * FROM (VALUES ${rows.join(', ')}, (4, NULL, NULL, 'x4')) t(n, s, amount, name)) TO ${sqlText(path)} (FORMAT parquet)`,
      ),
    );
    // The engine writes 38 digits at most: the schema is made to say 40, in both places where it says so.
    const bytes = (await readFile(path)).toString('latin1');
    const [scaleAndDigits, longer] = ['\x15\x04\x15\x4c', '\x15\x04\x15\x50'];
    expect(bytes.split(scaleAndDigits).length).toBeGreaterThan(1);
    await writeFile(path, Buffer.from(bytes.replaceAll(scaleAndDigits, longer), 'latin1'));
    const { frame } = await readFrame(path);
    expect(frame.names).toEqual(['n', 's', 'amount', 'name']);
    const expected = [...values.map(Number), Number.NaN];
    expect(frame.column('amount')).toEqual({ kind: 'numeric', name: 'amount', values: Float64Array.from(expected) });
    const pieces: number[] = [];
    for await (const piece of readFrames(path, { chunkRows: 2, columns: ['amount'] })) {
      const column = piece.column('amount');
      if (column.kind === 'numeric') pieces.push(...column.values);
    }
    expect(pieces).toEqual(expected);
    expect(await readdir(folder)).toEqual(['wide.parquet']);
  });

  it('are not looked for in files that are no Parquet', async () => {
    const path = join(folder, 'no.parquet');
    for (const content of ['', 'PAR1', 'PAR1\xff\xff\xff\x7fPAR1', 'PAR1\x03abc\x06\0\0\0PAR1']) {
      await writeFile(path, Buffer.from(content, 'latin1'));
      const failure = await failureOf(readFrame(path));
      expect(['DATA_FILE_EMPTY', 'DATA_NOT_READABLE']).toContain(failure.code);
      expect(failure.message).toContain(path);
    }
  });
});
