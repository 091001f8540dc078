import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  /** Machine and, on Linux, the namespace of its process numbers (containers have their own). */
  readonly host: string;
  readonly pid: number;
  /** Boot of the machine and start of the process since then; empty where the system does not tell. */
  readonly birth: string;
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** When a process started, as boot id and clock ticks; undefined when it is gone, empty where the system does not tell. */
export function processBirth(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat !== undefined) {
    // The command, field 2, is in parentheses and may hold anything; state is field 3, the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()) ?? '';
    return `${boot}:${fields[19] ?? ''}`;
  }
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : undefined;
  }
}

let own: ProcessIdentity | undefined;

/** The identity of the process that asks. */
export function ownIdentity(): ProcessIdentity {
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  own ??= {
    host: namespace === undefined ? hostname() : `${hostname()} ${namespace}`,
    pid: process.pid,
    birth: processBirth(process.pid) ?? '',
  };
  return own;
}
