import { readFileSync } from 'node:fs';
import { processBirth } from '@fraudx/core/processes';

/** Ticks of `/proc/PID/stat` in a second; fixed by the interface of the kernel. */
const ticksPerSecond = 100;

function bootMs(): number | undefined {
  try {
    const seconds = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1];
    return seconds === undefined ? undefined : Number(seconds) * 1000;
  } catch {
    return undefined;
  }
}

/**
 * When the process of this number started, in milliseconds since 1970-01-01 UTC, exact to about a second: `gone` when there is none, `unknown`
 * where the system does not tell.
 */
export function processStartMs(pid: number): number | 'gone' | 'unknown' {
  const birth = processBirth(pid);
  if (birth === undefined) return 'gone';
  const ticks = Number(birth.split(':')[1] ?? NaN);
  const boot = bootMs();
  return Number.isFinite(ticks) && birth !== '' && boot !== undefined
    ? boot + (ticks / ticksPerSecond) * 1000
    : 'unknown';
}
