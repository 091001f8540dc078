import { oneLine } from '../output/one-line.ts';
import type { StepListener } from '@fraudx/promotion';
import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';

/** Tells each step of a promotion on standard error as it ends: on a terminal, or with `--verbose`. */
export function stepLines(io: Io, options: CommonOptions): StepListener {
  if (options.quiet === true || (!io.errIsTerminal && options.verbose !== true)) return () => {};
  return ({ number, total, step, status, detail }) =>
    io.err(`[${number}/${total}] ${step} ${status}: ${oneLine(detail)}\n`);
}

/** What is to be said of a lock that could not be given back; the work itself is done. */
export function lockNotes({ lockLeft }: { readonly lockLeft?: string }): string[] {
  return lockLeft === undefined
    ? []
    : [
        `the promotion lock could not be removed (${lockLeft}): the next command on this machine takes it over, one on another machine waits until its lease runs out`,
      ];
}
