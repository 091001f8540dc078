import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';

/** Who holds a lock, exact enough to prove its death on the same machine. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  /** Start of the machine, from the kernel; null where unknown. */
  readonly bootId: string | null;
  /** Process id namespace (container), from the kernel; null where unknown. */
  readonly pidNamespace: string | null;
  /** Start of the process in clock ticks since boot; null where unknown. */
  readonly startTicks: string | null;
  /** Random, so that two owners never look alike. */
  readonly nonce: string;
}

function readOr(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function startTicks(pid: number): string | null {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // the second field is the command in parentheses and may hold spaces; the third is the state, the start time is field 22
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  // a process that ended, but was not waited for by its parent, is still listed
  const ended = fields[0] === 'Z' || fields[0] === 'X';
  return ended ? null : (fields[19] ?? null);
}

/** This process as a lock owner. */
export function currentLockOwner(): LockOwner {
  return {
    host: hostname(),
    pid: process.pid,
    bootId: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: readOr(() => readlinkSync('/proc/self/ns/pid')),
    startTicks: startTicks(process.pid),
    nonce: randomBytes(8).toString('hex'),
  };
}

/**
 * Whether an owner still runs, as far as this process can prove.
 *
 * `dead` is said only with proof: same host, same boot and same process namespace, and no process with that id and start time.
 */
export function livenessOf(owner: LockOwner, self: LockOwner = currentLockOwner()): 'alive' | 'dead' | 'unknown' {
  if (owner.bootId === null || owner.pidNamespace === null || owner.startTicks === null) return 'unknown';
  if (owner.host !== self.host || owner.pidNamespace !== self.pidNamespace) return 'unknown';
  // the same named machine has started again since: all its processes are gone
  if (owner.bootId !== self.bootId) return 'unknown';
  return startTicks(owner.pid) === owner.startTicks ? 'alive' : 'dead';
}
