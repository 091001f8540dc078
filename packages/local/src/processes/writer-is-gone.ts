import { processStartMs } from './process-start.ts';

/** `.NAME.PID.RANDOM.tmp`, as atomic writes name a file or folder until it is whole. */
export const temporaryName = /^\..+\.(\d+)\.[0-9a-f]{8}\.tmp$/;

/** How exact times of files and of process starts are. */
const toleranceMs = 2000;

/**
 * Whether the process that wrote a file or folder is gone: there is none of its number, or the one there is started after the file was last written.
 *
 * @param writtenAt - Milliseconds since 1970-01-01 UTC.
 */
export function writerIsGone(pid: number, writtenAt: number): boolean {
  const started = processStartMs(pid);
  if (started === 'gone') return true;
  return started !== 'unknown' && writtenAt + toleranceMs < started;
}
