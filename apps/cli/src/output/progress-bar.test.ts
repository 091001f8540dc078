import type { ProgressEvent } from '@fraudx/core';
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
    // back to the line of the bar, and what stands from there on is cleared
    expect(String(errStream.read())).toContain('\u001B[1G\u001B[0J');
    progress({ task: 'read', done: 20 });
    expect(String(errStream.read())).toContain('20 rows');
    stop();
    errStream.read();
    clearShownBar();
    expect(errStream.read()).toBeNull();
  });

  it('has a table below where the window is high enough, which changes in its place', async () => {
    for (const rows of [24, 6]) {
      const errStream = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows, cursorTo: () => true });
      const io = fakeIo('/nowhere', { errIsTerminal: true, errStream });
      const { progress, stop } = await createProgressBar(io, {});
      const search = { task: 'tune', total: 9 };
      const found = (best: string): NonNullable<ProgressEvent['table']> => ({
        headings: ['trial', 'auc'],
        rows: [['3', best]],
      });
      progress({ ...search, done: 1, table: found('0.8') });
      progress({ ...search, done: 2, table: found('0.9') });
      await new Promise((resolve) => setTimeout(resolve, 250));
      stop();
      const drawn = String(errStream.read());
      expect(drawn).toContain('2/9');
      expect(/trial {2}auc.*3 {2}0\.9/s.test(drawn)).toBe(rows === 24);
      expect(drawn.split('trial').length).toBe(rows === 24 ? 2 : 1);
    }
  });
});
