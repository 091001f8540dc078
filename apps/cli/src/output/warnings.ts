import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import { withFlagsBehindKeys } from './flags-behind-keys.ts';
import { oneLine } from './one-line.ts';
import { styled } from './style.ts';

/** Warnings as lines of a result. */
export function warningLines(warnings: readonly string[]): string[] {
  return warnings.map((warning) => `${styled('yellow', '!')} ${oneLine(withFlagsBehindKeys(warning))}`);
}

/**
 * One note on standard error. Names and paths in it come from data, configs and stores: all of it stands in one line, so that none of them writes a note or
 * an error of its own.
 */
export function note(io: Pick<Io, 'err'>, text: string): void {
  io.err(`note: ${oneLine(text)}\n`);
}

/** Tells what was noticed while reading data, on standard error, unless quiet. */
export function noteWarnings(io: Pick<Io, 'err'>, { quiet }: CommonOptions, warnings: readonly string[]): void {
  if (quiet === true) return;
  for (const warning of warnings) note(io, withFlagsBehindKeys(warning));
}
