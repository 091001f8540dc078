import { describe, expect, it } from 'vitest';
import { approverOf } from './approver.ts';

describe('approverOf', () => {
  it('takes the flag before the config before CI before the user of the machine', () => {
    const env = { GITHUB_ACTOR: 'octo' };
    const user = (): string => 'login';
    expect(approverOf('flag', 'config', env, user)).toBe('flag');
    expect(approverOf(undefined, 'config', env, user)).toBe('config');
    expect(approverOf(undefined, undefined, env, user)).toBe('octo');
    expect(approverOf(' ', undefined, { FRAUDX_APPROVED_BY: ' Ada ' }, user)).toBe('Ada');
    expect(approverOf(undefined, undefined, {}, user)).toBe('login');
    expect(() => approverOf(undefined, ' ', {}, undefined)).toThrow(/approver must be named/);
  });
});
