import type { MemoryPlan } from '@fraudx/pipelines';
import type { CommonOptions } from '../command.ts';
import { note } from './warnings.ts';
import type { Io } from '../io.ts';

const GIB = 2 ** 30;

function sizeText(bytes: number): string {
  return bytes < GIB ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}

/** Says how much memory fits will take: always with `--verbose`, and where it is more than is free. */
export function reportMemory(
  io: Pick<Io, 'err'>,
  options: CommonOptions,
  { needed, free, fitsAtOnce }: MemoryPlan,
): void {
  const many = fitsAtOnce > 1 ? ` of ${fitsAtOnce} fits at once` : '';
  const what = `training${many} takes ${sizeText(needed)} of memory, ${sizeText(free)} are free`;
  if (needed > free && options.quiet !== true) note(io, `${what}; use fewer rows or --workers 1`);
  else if (options.verbose === true) io.err(`${what}\n`);
}
