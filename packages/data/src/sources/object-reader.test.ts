import { NotFoundError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import type { ObjectReader } from './object-reader.ts';
import { isObjectAddress, readObject, readObjectFrames } from './object-reader.ts';

const objects: Readonly<Record<string, string>> = {
  's3://lake/day/rows.csv': 'a,b\n1,x\n2,y\n',
  's3://lake/ragged.csv': 'a,b\n1\n',
};

const reader: ObjectReader = {
  open(address) {
    const text = objects[address];
    if (text === undefined) return Promise.reject(new NotFoundError('OBJECT_NOT_FOUND', `no ${address}`));
    return Promise.resolve(
      (async function* () {
        yield Buffer.from(text.slice(0, 3));
        yield Buffer.from(text.slice(3));
      })(),
    );
  },
};

describe('readObject', () => {
  it('reads by the ending of the key and records the address', async () => {
    const { frame, fingerprint } = await readObject(reader, 's3://lake/day/rows.csv');
    expect(frame.names).toEqual(['a', 'b']);
    expect(fingerprint).toMatchObject({ rows: 2, path: 's3://lake/day/rows.csv' });
    expect(isObjectAddress(fingerprint.path)).toBe(true);
  });

  it('names the address in what is wrong', async () => {
    await expect(readObject(reader, 's3://lake/ragged.csv')).rejects.toMatchObject({
      code: 'DATA_RAGGED_ROW',
      message: expect.stringContaining('s3://lake/ragged.csv, line 2') as unknown,
    });
    await expect(readObject(reader, 's3://lake/none.csv')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    await expect(readObject(reader, 's3://lake')).rejects.toThrow('s3://bucket/key');
  });

  it.each(['a\0b.csv', '..', '.', `${'x'.repeat(300)}.csv`, 'día 1/ü$.csv', '..csv'])(
    'reads or refuses the key %j as it does others',
    async (key) => {
      const any: ObjectReader = { open: () => reader.open('s3://lake/day/rows.csv', {}) };
      const read = readObject(any, `s3://lake/${key}`);
      if (key.endsWith('.csv')) expect((await read).frame.names).toEqual(['a', 'b']);
      else await expect(read).rejects.toMatchObject({ kind: 'invalid' });
    },
  );

  it('takes no names and no cells that repeat a secret of the reader', async () => {
    const token = 'FwoGZXIvYXdzEJ7Qm2Zx9TOKENkJ8sLq0Vb3Nn5Rt6';
    for (const text of [
      `a,${token}\n1,2\n`,
      `a,authorization ${encodeURIComponent(token)}\n1,2\n`,
      `a,b\n1,x\n2,${Buffer.from(token).toString('base64')}\n`,
    ]) {
      const echoing: ObjectReader = {
        open: async () => [Buffer.from(text)] as unknown as AsyncIterable<Uint8Array>,
        secrets: () => [token, 'testing'],
      };
      const refused = { code: 'DATA_REPEATS_SECRET', message: expect.not.stringContaining('Fwo') as unknown };
      await expect(readObject(echoing, 's3://lake/a.csv')).rejects.toMatchObject(refused);
      await expect(readObjectFrames(echoing, 's3://lake/a.csv').next()).rejects.toMatchObject(refused);
    }
    const harmless: ObjectReader = { open: (...args) => reader.open(...args), secrets: () => [token, 'x'] };
    expect((await readObject(harmless, 's3://lake/day/rows.csv')).frame.nRows).toBe(2);
  });

  it('copies no more than fits, and ends the connection', async () => {
    for (const size of [undefined, 5e15]) {
      let taken = 0;
      let ended = false;
      const endless = (async function* () {
        try {
          for (;;) {
            taken += 1000;
            yield Buffer.alloc(1000, 'x');
          }
        } finally {
          ended = true;
        }
      })();
      const bytes = size === undefined ? endless : Object.assign(endless, { size });
      const reading = readObject({ open: () => Promise.resolve(bytes) }, 's3://lake/a.csv', { maxBytes: 100_000 });
      await expect(reading).rejects.toMatchObject({
        code: 'COPY_TOO_LARGE',
        message: expect.stringContaining(
          size === undefined ? 'got more from s3://lake/a.csv' : 'GiB from s3:',
        ) as unknown,
      });
      expect(ended).toBe(true);
      expect(taken).toBe(size === undefined ? 101_000 : 1000);
    }
    const few = (async function* () {
      yield Buffer.from('a,b\n');
    })();
    // More than the disk has, whatever the options allow.
    const reading = readObject({ open: () => Promise.resolve(Object.assign(few, { size: 5e18 })) }, 's3://lake/a.csv');
    await expect(reading).rejects.toMatchObject({
      code: 'COPY_TOO_LARGE',
      hint: expect.stringContaining('TMPDIR') as unknown,
    });
  });
});
