import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { colouredNotes } from './style.ts';

const terminal = (colours: number): PassThrough =>
  Object.assign(new PassThrough(), { isTTY: true, getColorDepth: () => colours });

describe('colouredNotes', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('colours what begins a line on a terminal, nothing in a pipe and on a terminal without colours', () => {
    vi.stubEnv('FORCE_COLOR', undefined);
    const text = 'error: no error: here\nnote: odd\n';
    expect(colouredNotes(text, terminal(8))).toBe(
      '\u001B[31m\u001B[1merror:\u001B[22m\u001B[39m no error: here\n\u001B[33mnote:\u001B[39m odd\n',
    );
    expect(colouredNotes(text, terminal(1))).toBe(text);
    expect(colouredNotes(text, new PassThrough())).toBe(text);
  });
});
