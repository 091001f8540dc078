import type { ProcessIdentity } from '@fraudx/core/processes';
import { ownIdentity, processBirth } from '@fraudx/core/processes';

/** Signs of life are given every 15 s; a process that cannot be looked at is taken for gone after this long without one. */
export const silenceMs = 120_000;

/** How far ahead the clock of another machine may be; a later sign of life is none that a clock gave. */
const aheadMs = 60_000;

type Sight = 'alive' | 'gone' | 'unknown';

function look(other: ProcessIdentity): Sight {
  const own = ownIdentity();
  if (other.host !== own.host) return 'unknown';
  const birth = processBirth(other.pid);
  if (birth === undefined) return 'gone';
  if (birth === '' || other.birth === '') return other.pid === own.pid ? 'alive' : 'unknown';
  return birth === other.birth ? 'alive' : 'gone';
}

/**
 * Tells whether processes are gone; looks at each process once, so make a new one for every question.
 *
 * On the same machine the process itself is looked at; a busy one that gives no sign of life is not gone. Where that is not
 * possible (another machine or container, a system that does not tell when a process started) the last sign of life decides; one more than a minute ahead
 * of this clock is none.
 *
 * @param now - Milliseconds since 1970-01-01 UTC.
 */
export function createGoneCheck(now: number): (other: ProcessIdentity, seenAt: number) => boolean {
  const sights = new Map<string, Sight>();
  return (other, seenAt) => {
    const key = `${other.host}\n${other.pid}\n${other.birth}`;
    const sight = sights.get(key) ?? look(other);
    sights.set(key, sight);
    return sight === 'unknown' ? now - seenAt > silenceMs || seenAt - now > aheadMs : sight === 'gone';
  };
}
