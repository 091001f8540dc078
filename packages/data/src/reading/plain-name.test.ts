import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CategoricalColumn, Frame } from '@fraudx/core';
import { Frame as Table } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeFrames } from '../writing/write-frames.ts';
import { sqlFile } from './duckdb.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

describe.skipIf(process.platform === 'win32')('a name that the engine would take for another path', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-names-'));
    for (const name of ['in', 'private', 'temporary']) await mkdir(join(folder, name));
    vi.stubEnv('TMPDIR', join(folder, 'temporary'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  /** What a hostile name stands for in the engine, and the path of the file that has this name. */
  const hostile = (ending: string): [string, string] => [
    join(folder, 'private', `t.${ending}`),
    join(folder, 'in', `t[1]\\..\\..\\private\\t.${ending}`),
  ];
  const contents: Record<string, (text: string) => string | Buffer> = {
    csv: (text) => `a\n${text}\n`,
    'csv.gz': (text) => gzipSync(`a\n${text}\n`),
    jsonl: (text) => `{"a": "${text}"}\n`,
    'jsonl.gz': (text) => gzipSync(`{"a": "${text}"}\n`),
  };
  async function write(path: string, ending: string, text: string): Promise<void> {
    const content = contents[ending];
    if (content !== undefined) return await writeFile(path, content(text));
    await writeFrames(path, [
      new Table([{ kind: 'categorical', name: 'a', codes: Int32Array.of(0), categories: [text] }]),
    ]);
  }
  const textOf = (frame: Frame): string => (frame.column('a') as CategoricalColumn).categories[0]!;

  it.each(['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet'])('is read itself: .%s', async (ending) => {
    const [other, path] = hostile(ending);
    await write(other, ending, 'secret');
    await write(path, ending, 'own');
    // The folder of the same name, without which the engine would find no other file.
    await mkdir(join(folder, 'in', 't[1]'), { recursive: true });
    expect(textOf((await readFrame(path)).frame)).toBe('own');
    for await (const frame of readFrames(path)) expect(textOf(frame)).toBe('own');
    expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  });

  it('stands in errors as it is', async () => {
    const [, path] = hostile('parquet');
    await writeFile(path, 'PAR1 no table PAR1');
    const error = (await readFrame(path).catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).toContain(path);
    expect(error.message).not.toContain('temporary');
    const [, packed] = hostile('csv.gz');
    await writeFile(packed, gzipSync(`a\n${'1\n'.repeat(1e6)}`));
    const large = await readFrame(packed, { unpacking: { bytes: 1000, ratio: 2 } }).catch((thrown: unknown) => thrown);
    expect(large).toMatchObject({ code: 'DATA_TOO_LARGE', details: { file: packed } });
    expect((large as Error).message).toContain(packed);
  });

  it('is never given to the engine', () => {
    expect(() => sqlFile('/a/t[1]\\x.csv')).toThrow(expect.objectContaining({ code: 'DATA_NAME_UNSAFE' }));
    expect(sqlFile('/a/t[1].csv')).toBe("'/a/t[[]1].csv'");
    expect(sqlFile('/a/t\\x.csv')).toBe("'/a/t\\x.csv'");
  });
});
