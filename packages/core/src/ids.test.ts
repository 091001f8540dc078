import { describe, expect, it } from 'vitest';
import { createManualClock } from './clock.ts';
import { createId } from './ids.ts';

describe('createId', () => {
  it('is unique, sortable by time and fit for file names and AWS names', () => {
    const clock = createManualClock(1_700_000_000_000);
    const ids = Array.from({ length: 2000 }, () => createId('run', clock));
    expect(new Set(ids).size).toBe(2000);
    clock.advance(1);
    const later = createId('run', clock);
    for (const id of ids) {
      expect(id).toMatch(/^run-[0-9a-z]{10}-[0-9a-z]{10}$/);
      expect(id < later).toBe(true);
    }
  });
});
