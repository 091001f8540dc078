import { describe, expect, it } from 'vitest';
import { once } from './once.ts';

describe('once', () => {
  it('makes the value when it is first asked for, and keeps it, also undefined', () => {
    let made = 0;
    const value = once(() => {
      made++;
      return undefined;
    });
    expect(made).toBe(0);
    expect(value()).toBeUndefined();
    value();
    expect(made).toBe(1);
  });

  it('tries again after an error', () => {
    let calls = 0;
    const value = once(() => {
      if (++calls === 1) throw new Error('not yet');
      return 7;
    });
    expect(value).toThrow('not yet');
    expect(value()).toBe(7);
  });
});
