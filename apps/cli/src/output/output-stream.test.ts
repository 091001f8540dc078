import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ProcessStream } from './output-stream.ts';
import { lostOutputText, OutputStream } from './output-stream.ts';

const pipe = (stream: Writable): ProcessStream => Object.assign(stream, { fd: -1 });

describe('OutputStream', () => {
  it('keeps the first failure, drops what comes later and never throws', async () => {
    const seen: string[] = [];
    const broken = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        seen.push(String(chunk));
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const output = new OutputStream(pipe(broken));
    output.write('one\n');
    expect((await output.flush())?.code).toBe('EPIPE');
    output.write('two\n');
    expect((await output.flush())?.code).toBe('EPIPE');
    expect(seen).toEqual(['one\n']);
  });

  it('waits for what a slow reader has not taken yet', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const output = new OutputStream(pipe(stream));
    for (let i = 0; i < 100; i++) output.write('x'.repeat(100));
    let read = 0;
    setTimeout(() => stream.on('data', (chunk: Buffer) => (read += chunk.length)), 20);
    expect(await output.flush()).toBeUndefined();
    expect(read).toBe(10_000);
  });

  it('writes all bytes to a file, in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fraudx-output-'));
    try {
      const fd = openSync(join(folder, 'out'), 'w');
      const output = new OutputStream(Object.assign(new PassThrough(), { fd }));
      output.write('ä'.repeat(100_000));
      output.write('end');
      expect(await output.flush()).toBeUndefined();
      closeSync(fd);
      expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(`${'ä'.repeat(100_000)}end`);
      output.write('lost');
      expect((await output.flush())?.code).toBe('EBADF');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('lostOutputText', () => {
  it.each([
    ['EPIPE', 'its reader has closed it'],
    ['ENOSPC', 'no space left on the disk'],
    ['EIO', 'i/o error'],
  ])('%s', (code, words) => {
    expect(lostOutputText(Object.assign(new Error('i/o error'), { code }))).toContain(`whole answer: ${words}\n`);
  });
});
