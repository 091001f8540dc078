import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import { styled } from './style.ts';

/** Warnings as lines of a result. */
export function warningLines(warnings: readonly string[]): string[] {
  return warnings.map((warning) => `${styled('yellow', '!')} ${warning}`);
}

/** Tells what was noticed while reading data, on standard error, unless quiet. */
export function noteWarnings(
  io: Pick<Io, 'err' | 'errIsTerminal'>,
  { quiet }: CommonOptions,
  warnings: readonly string[],
): void {
  if (quiet === true) return;
  for (const warning of warnings) {
    // A progress bar may stand in this line; it is drawn again below.
    if (io.errIsTerminal) io.err('\r\u001B[K');
    io.err(`note: ${warning}\n`);
  }
}
