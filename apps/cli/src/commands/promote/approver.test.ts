import { describe, expect, it } from 'vitest';
import { approverOf } from './approver.ts';

describe('approverOf', () => {
  it('takes the flag before the config before CI before the user of the machine', () => {
    const env = { GITHUB_ACTOR: 'octo' };
    const user = (): string => 'login';
    expect(approverOf('promote', 'flag', 'config', env, user)).toBe('flag');
    expect(approverOf('promote', undefined, 'config', env, user)).toBe('config');
    expect(approverOf('promote', undefined, undefined, env, user)).toBe('octo');
    expect(approverOf('promote', undefined, undefined, { FRAUDX_APPROVED_BY: ' Ada ' }, user)).toBe('Ada');
    expect(approverOf('promote', undefined, undefined, {}, user)).toBe('login');
    expect(() => approverOf('promote', undefined, ' ', {}, undefined)).toThrow(/approver must be named/);
  });

  it('lets nobody stand in for a flag that is given but empty, and names the command', () => {
    const env = { GITHUB_ACTOR: 'octo' };
    for (const flag of ['', ' ']) {
      expect(() => approverOf('rollback', flag, 'config', env, () => 'login')).toThrow(
        /^rollback: an approver must be named, got an empty --approved-by/,
      );
    }
  });
});
