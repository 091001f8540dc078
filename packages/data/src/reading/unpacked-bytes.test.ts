import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

const mebibyte = 1 << 20;

describe('a gzip file that unpacks to far more than it takes', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-bomb-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** `head`, then `line` until there are `bytes` of it, in pieces that are packed each by itself. */
  async function pack(name: string, head: string, line: string, bytes: number): Promise<string> {
    const path = join(folder, name);
    const piece = line.repeat(mebibyte / line.length);
    const packed = gzipSync(piece);
    const pieces = Array.from({ length: bytes / mebibyte }, () => packed);
    await writeFile(path, Buffer.concat([gzipSync(head), ...pieces]));
    return path;
  }

  it('is refused with little memory and in seconds', { timeout: 60_000 }, async () => {
    const path = await pack('bomb.csv.gz', 'a\n', '1\n', 1200 * mebibyte);
    expect((await stat(path)).size).toBeLessThan(2 * mebibyte);
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    // of this process alone: others may keep the machine busy
    const started = process.cpuUsage();
    const error = await failureOf(readFrame(path));
    clearInterval(watch);
    expect(error).toMatchObject({ code: 'DATA_TOO_LARGE', details: { file: path, mostBytes: 2 ** 30 } });
    expect(error.message).toContain(`at most 1 GiB, got more from 1.`);
    expect(error.hint).toContain('unpack it');
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(10);
    expect(most - before).toBeLessThan(2 ** 30);
  });

  it.each([
    ['rows.csv.gz', 'a,b\n', '1,2\n', {}],
    ['other.csv.gz', 'a,b\n1,"x\ny"\n', '1,2\n', { types: { b: 'categorical' } }],
    ['rows.jsonl.gz', '', '{"a":1,"b":2}\n', {}],
  ] as [string, string, string, ReadFrameOptions][])(
    'is refused for its cells too: %s',
    async (name, head, line, options) => {
      const path = await pack(name, head, line, mebibyte);
      const unpacking = { cells: 20_000 };
      const error = await failureOf(readFrame(path, { ...options, unpacking }));
      expect(error).toMatchObject({ code: 'DATA_TOO_LARGE', details: { file: path, columns: 2 } });
      expect(error.message).toContain('cells, got more from');
      // fewer columns are fewer cells, and a file that packs as data does has none too many
      const random = join(folder, `random${name.replace(/^.*?(?=[.])/, '')}`);
      const rows = Array.from({ length: 20_000 }, (_, i) =>
        line.replace('1', String(i * 7919)).replace('2', String((i * 104_729) % 65_521)),
      );
      await writeFile(random, gzipSync(head + rows.join('')));
      expect((await readFrame(random, { ...options, unpacking })).frame.nRows).toBeGreaterThanOrEqual(20_000);
    },
  );

  const limits: ReadFrameOptions = { unpacking: { bytes: 4 * mebibyte } };
  const ways: [string, string, string, string, ReadFrameOptions][] = [
    ['plain CSV', 'a.csv.gz', 'a,b\n', '1,2\n', {}],
    ['CSV that takes the other way', 'b.csv.gz', 'a,b\n1,"x\ny"\n', '1,2\n', { types: { b: 'categorical' } }],
    ['CSV of another encoding', 'c.csv.gz', 'a,b\n', '1,2\n', { encoding: 'windows-1252' }],
    ['JSON lines', 'd.jsonl.gz', '', '{"a":1,"b":234}\n', {}],
    ['JSON lines without an end', 'e.jsonl.gz', '{"a":"', 'xxxxxxxx', {}],
  ];
  it.each(ways)('is refused in every format, at once or in frames: %s', async (_, name, head, line, options) => {
    const path = await pack(name, head, line, 5 * mebibyte);
    const refused = { code: 'DATA_TOO_LARGE', message: expect.stringContaining(path) };
    await expect(readFrame(path, { ...options, ...limits })).rejects.toMatchObject(refused);
    await expect(readFrames(path, { ...options, ...limits }).next()).rejects.toMatchObject(refused);
    if (head === '{"a":"') return;
    const allowed = { ...options, unpacking: { ...limits.unpacking, ratio: 2000 } };
    expect((await readFrame(path, allowed)).frame.nRows).toBeGreaterThanOrEqual((5 * mebibyte) / 16);
  });

  it('is refused also behind pieces that pack badly', async () => {
    const noise = Array.from({ length: 3000 }, () => `${randomBytes(3).readUIntBE(0, 3)},0\n`).join('');
    const path = await pack('late.csv.gz', `a,b\n${noise}`, '1,2\n', 12 * mebibyte);
    await expect(readFrame(path, limits)).rejects.toMatchObject({ code: 'DATA_TOO_LARGE' });
  });

  it('is read where all of it is no more than the limit, or packs as data does', async () => {
    const small = await pack('small.csv.gz', 'a,b\n', '1,2\n', 3 * mebibyte);
    expect((await readFrame(small, limits)).frame.nRows).toBe((3 * mebibyte) / 4);
    const path = join(folder, 'late-noise.csv.gz');
    const noise = Array.from({ length: 100_000 }, () => `${randomBytes(3).readUIntBE(0, 3)},0\n`).join('');
    await writeFile(path, gzipSync(`a,b\n${'1,2\n'.repeat(1_500_000)}${noise}`));
    expect((await readFrame(path, limits)).frame.nRows).toBe(1_600_000);
  });
});
