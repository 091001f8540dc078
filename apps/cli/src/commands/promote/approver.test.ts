import { describe, expect, it } from 'vitest';
import { approverNotes, approverOf, requiresApprover } from './approver.ts';

describe('approverOf', () => {
  it('takes the flag before the config before the variable that is meant for it', () => {
    const env = { FRAUDX_APPROVED_BY: ' Ada ' };
    expect(approverOf('promote', 'flag', 'config', env, true)).toBe('flag');
    expect(approverOf('promote', undefined, 'config', env, true)).toBe('config');
    expect(approverOf('promote', undefined, ' ', env, true)).toBe('Ada');
  });

  it('takes nobody from the machine or the CI job, and records that none was given or refuses', () => {
    const env = {
      USER: 'root',
      LOGNAME: 'root',
      GITHUB_ACTOR: 'octo',
      GITLAB_USER_LOGIN: 'tanuki',
      FRAUDX_APPROVED_BY: '',
    };
    expect(approverOf('promote', undefined, undefined, env, false)).toBe('not given');
    expect(approverNotes('not given')).toHaveLength(1);
    expect(approverNotes('Ada')).toEqual([]);
    expect(() => approverOf('promote', undefined, undefined, env, true)).toThrow(/approver must be named, got nobody/);
    expect(() => approverOf('promote', 'not given', undefined, env, true)).toThrow(/got "not given"/);
  });

  it('lets nobody stand in for a flag that is given but empty, and names the command', () => {
    for (const flag of ['', ' ']) {
      expect(() => approverOf('rollback', flag, 'config', { FRAUDX_APPROVED_BY: 'Ada' }, false)).toThrow(
        /^rollback: an approver must be named, got an empty --approved-by/,
      );
    }
  });

  it('is demanded by a remote target unless the config says otherwise', () => {
    expect(requiresApprover({})).toBe(false);
    expect(requiresApprover({ target: 'local' })).toBe(false);
    expect(requiresApprover({ target: 'aws' })).toBe(true);
    expect(requiresApprover({ target: 'aws', requireApprover: false })).toBe(false);
    expect(requiresApprover({ target: 'local', requireApprover: true })).toBe(true);
  });
});
