import { describe, expect, it } from 'vitest';
import { DataError, FraudxError, InternalError } from './errors.ts';

describe('FraudxError', () => {
  it('is known from every copy of the package, and its kinds from their own', async () => {
    const path = './errors.ts?copy';
    const copy = (await import(/* @vite-ignore */ path)) as typeof import('./errors.ts');
    const error = new copy.DataError('COLUMN', 'read: column must exist, got none');
    expect(copy.DataError).not.toBe(DataError);
    expect(error instanceof FraudxError).toBe(true);
    expect(error instanceof DataError).toBe(false);
    expect(error instanceof copy.DataError).toBe(true);
    expect(new InternalError('x') instanceof DataError).toBe(false);
    for (const other of [new Error('x'), { code: 'X', kind: 'invalid' }, undefined, null, 'x']) {
      expect(other instanceof FraudxError).toBe(false);
    }
  });
});
