import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgressBar } from './progress-bar.ts';

describe('createProgressBar', () => {
  it('says what it counts where the end is not known', async () => {
    const errStream = Object.assign(new PassThrough(), { isTTY: true, columns: 80, cursorTo: () => true });
    const io = { errIsTerminal: true, errStream, signal: new AbortController().signal } as never;
    const { progress, stop } = await createProgressBar(io, {});
    progress({ task: 'features', done: 131_072 });
    stop();
    expect(String(errStream.read())).toContain('features  131,072 rows');
  });
});
