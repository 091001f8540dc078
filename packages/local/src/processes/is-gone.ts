import type { ProcessIdentity } from './process-identity.ts';
import { ownIdentity, processBirth } from './process-identity.ts';

/** Heartbeats are sent every 15 s; a writer that cannot be looked at is taken for gone after this long without one. */
export const silenceMs = 120_000;

/**
 * Whether the writer of a run is gone.
 *
 * On the same machine the process itself is looked at; a busy one that sends no heartbeats is not gone. Where that is not
 * possible (another machine, a system that does not tell when a process started) the last heartbeat decides.
 */
export function isGone(writer: ProcessIdentity, heartbeatAt: number, now: number): boolean {
  const silent = now - heartbeatAt > silenceMs;
  if (writer.host !== ownIdentity().host) return silent;
  const birth = processBirth(writer.pid);
  if (birth === undefined) return true;
  if (birth === '' || writer.birth === '') return writer.pid !== process.pid && silent;
  return birth !== writer.birth;
}
