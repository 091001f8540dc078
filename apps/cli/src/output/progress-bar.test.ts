import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { createProgressBar } from './progress-bar.ts';
import { clearShownBar } from './shown-bar.ts';

describe('createProgressBar', () => {
  it('says what it counts where the end is not known', async () => {
    const errStream = Object.assign(new PassThrough(), { isTTY: true, columns: 80, cursorTo: () => true });
    const io = fakeIo('/nowhere', { errIsTerminal: true, errStream });
    const { progress, stop } = await createProgressBar(io, {});
    progress({ task: 'features', done: 131_072 });
    stop();
    expect(String(errStream.read())).toContain('features  131,072 rows');
  });

  it('is cleared before other texts, and drawn again after them', async () => {
    const errStream = Object.assign(new PassThrough(), { isTTY: true, columns: 80, cursorTo: () => true });
    const io = fakeIo('/nowhere', { errIsTerminal: true, errStream });
    const { progress, stop } = await createProgressBar(io, {});
    progress({ task: 'read', done: 10 });
    expect(String(errStream.read())).toContain('10 rows');
    clearShownBar();
    // back to the line of the bar, which is cleared
    expect(String(errStream.read())).toContain('\u001B8');
    progress({ task: 'read', done: 20 });
    expect(String(errStream.read())).toContain('20 rows');
    stop();
    errStream.read();
    clearShownBar();
    expect(errStream.read()).toBeNull();
  });
});
