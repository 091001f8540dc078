import { describe, expect, it } from 'vitest';
import { approverOf, requiresApprover } from './approver.ts';

describe('approverOf', () => {
  it('takes the given name before the config before the environment', () => {
    const environment = ' Ada ';
    expect(approverOf('promote', { given: 'Bob', config: 'Eve', environment }, true)).toBe('Bob');
    expect(approverOf('promote', { config: 'Eve', environment }, true)).toBe('Eve');
    expect(approverOf('promote', { config: ' ', environment }, true)).toBe('Ada');
  });

  it('records that none was given, or refuses', () => {
    expect(approverOf('promote', { environment: '' }, false)).toBe('not given');
    expect(() => approverOf('promote', {}, true)).toThrow(/approver must be named, got nobody/);
    expect(() => approverOf('promote', { given: 'not given' }, true)).toThrow(/got "not given"/);
  });

  it('lets nobody stand in for a name that is given but empty', () => {
    for (const given of ['', ' ']) {
      expect(() => approverOf('rollback', { given, config: 'Eve', environment: 'Ada' }, false)).toThrow(
        /^rollback: an approver must be named, got an empty name/,
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
