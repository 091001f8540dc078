/** Readers of transactions: files, objects, a streaming store. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Rng } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { readFrame, readFrames, readObject, readRedis, writeFrames } from '@fraudx/data';
import { connectClient, hasRedis, startRedis } from '../../../packages/data/test/redis-server.ts';
import { mutate } from './mutate.ts';
import type { Reader } from './reader.ts';
import { ofFile } from './reader.ts';

const csv = `id,time,amount,country,fraud\n${Array.from({ length: 60 }, (_, i) => `${i},2026-01-${String((i % 28) + 1).padStart(2, '0')} 10:00:00,${(i * 7.3).toFixed(2)},"a,${i % 3}",${i % 9 === 0 ? 1 : 0}`).join('\n')}\n`;
const jsonl = Array.from({ length: 60 }, (_, i) =>
  JSON.stringify({ id: i, amount: i * 7.3, country: `c${i % 3}`, tags: [i], fraud: i % 9 === 0 ? 1 : 0 }),
).join('\n');

async function parquet(folder: string): Promise<Buffer> {
  const path = join(folder, 'intact.parquet');
  writeFileSync(join(folder, 'intact.csv'), csv);
  const { frame } = await readFrame(join(folder, 'intact.csv'));
  await writeFrames(path, [new Frame(frame.columns, frame.nRows)]);
  return readFileSync(path);
}

/** Packed files: damaged as they are, or whole with damaged text inside. */
const packed: Reader = {
  name: 'gzip (CSV, JSON lines)',
  prepare: async (folder) => {
    const texts = { '.csv.gz': Buffer.from(csv), '.jsonl.gz': Buffer.from(jsonl) };
    const files = Object.entries(texts).map(([ending, text]) => ({ path: join(folder, `case${ending}`), text }));
    const read = async (path: string, bytes: Buffer): Promise<void> => {
      writeFileSync(path, bytes);
      await readFrame(path);
    };
    for (const { path, text } of files) await read(path, gzipSync(text));
    return async (rng) => {
      const { path, text } = files[Math.floor(rng.uniform() * files.length)]!;
      const isInside = rng.uniform() < 0.5;
      await read(path, isInside ? gzipSync(mutate(text, rng)) : mutate(gzipSync(text), rng));
    };
  },
};

/** Objects of a bucket, whose keys come from others as their bytes do. */
const objects: Reader = {
  name: 'objects (S3) by key',
  prepare: async () => {
    const read = (key: Buffer, bytes: Buffer): Promise<unknown> =>
      readObject(
        { open: async () => [bytes] as unknown as AsyncIterable<Uint8Array> },
        `s3://bucket/${key.toString()}`,
      );
    const keys = ['data/2026/d.csv', 'd.csv.gz', 'a b/é.jsonl'];
    const bytes = [Buffer.from(csv), gzipSync(csv), Buffer.from(jsonl)];
    for (const [i, key] of keys.entries()) await read(Buffer.from(key), bytes[i]!);
    return async (rng) => {
      const i = Math.floor(rng.uniform() * keys.length);
      await read(mutate(Buffer.from(keys[i]!), rng), rng.uniform() < 0.5 ? bytes[i]! : mutate(bytes[i]!, rng));
    };
  },
};

/**
 * Hashes of a real server: keys, fields and values are damaged.
 *
 * To find the kind of a column of texts takes 20 ms, most of it to compile the queries, whatever its length: all columns of seven in eight cases are declared to be
 * texts, which halves the time of 10 000 cases. How kinds are found is damaged by the readers of files too.
 */
const redis: Reader = {
  name: 'Redis hashes',
  skip: () => (hasRedis() ? undefined : 'needs redis-server: scripts/install-test-tools.sh'),
  serve: startRedis,
  prepare: async (folder) => {
    // Each process has a database of its own.
    const address = process.env['FAULTS_SERVER']!.replace(/\d+$/, String(1 + (Number(basename(folder)) % 15)));
    const client = connectClient(address);
    /** The names of its fields, as they are read. */
    const fill = async (change: (text: string) => Buffer): Promise<string[]> => {
      await client.flushdb();
      const pipe = client.pipeline();
      const names = new Set<string>();
      for (let i = 0; i < 4; i++) {
        const [first, second] = [change('amount_avg_5m'), change('country')];
        for (const name of [first, second]) names.add(name.toString());
        pipe.hset(change(`features:${i}`), first, change(String(i * 7.3)), second, change(`c${i % 3}`));
      }
      await pipe.exec();
      return [...names];
    };
    await fill((text) => Buffer.from(text));
    await readRedis(address);
    return async (rng: Rng) => {
      const names = await fill((text) => (rng.uniform() < 0.15 ? mutate(Buffer.from(text), rng) : Buffer.from(text)));
      await readRedis(address, rng.uniform() < 1 / 8 ? {} : { texts: ['key', ...names] });
    };
  },
};

/** Readers of transactions. */
export const dataReaders: readonly Reader[] = [
  ofFile(
    'CSV and other delimited text',
    async () => ({
      '.csv': csv,
      '.tsv': csv.replaceAll(',', '\t'),
      '.psv': csv.replaceAll(',', '|'),
      '.txt': csv.replaceAll(',', ';'),
    }),
    (path) => readFrame(path),
  ),
  packed,
  ofFile(
    'JSON lines',
    async () => ({ '.jsonl': jsonl }),
    (path) => readFrame(path),
  ),
  ofFile(
    'Parquet',
    async (folder) => ({ '.parquet': await parquet(folder) }),
    (path) => readFrame(path),
  ),
  ofFile(
    'data in pieces (readFrames)',
    async (folder) => ({ '.csv': csv, '.csv.gz': gzipSync(csv), '.jsonl': jsonl, '.parquet': await parquet(folder) }),
    async (path, rng) => {
      const sort = rng.uniform() < 0.5 ? { sortBy: 'amount' } : {};
      for await (const frame of readFrames(path, { chunkRows: 16, ...sort })) void frame.nRows;
    },
  ),
  objects,
  redis,
];
