import { PassThrough } from 'node:stream';
import { ProcessContainer } from '../container.ts';
import type { Io } from '../io.ts';
import { LearnedSecrets } from '@fraudx/core';
import { ShownValues } from '@fraudx/core';

/** The outside of a process for tests of handlers: nobody at a terminal, what is written is kept. */
export interface FakeIo extends Io {
  readonly container: ProcessContainer;
  /** What was written to standard output and standard error, in order. */
  readonly written: { readonly out: string[]; readonly err: string[] };
}

/**
 * An {@link Io} in a folder.
 *
 * @param cwd - The working folder.
 * @param part - What differs. Default: nothing.
 */
export function fakeIo(cwd: string, part: Partial<Omit<Io, 'container'>> = {}): FakeIo {
  const written: FakeIo['written'] = { out: [], err: [] };
  return {
    out: (text) => written.out.push(text),
    err: (text) => written.err.push(text),
    errIsTerminal: false,
    columns: 100,
    env: {},
    cwd,
    nodeVersion: '24.0.0',
    pid: 1,
    argv: [],
    signal: new AbortController().signal,
    errStream: new PassThrough(),
    values: new ShownValues(),
    secrets: new LearnedSecrets(),
    ...part,
    container: new ProcessContainer(),
    written,
  };
}
