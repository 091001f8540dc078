import { describe, expect, it } from 'vitest';
import * as own from './errors.ts';

describe('FraudxError', () => {
  it('is known from every copy of the package, and its kinds from their own', async () => {
    const path = './errors.ts?copy';
    const copy = (await import(/* @vite-ignore */ path)) as typeof own;
    const error = new copy.DataError('COLUMN', 'read: column must exist, got none');
    expect(copy.DataError).not.toBe(own.DataError);
    expect(error instanceof own.FraudxError).toBe(true);
    expect(error instanceof own.DataError).toBe(false);
    expect(error instanceof copy.DataError).toBe(true);
    expect(new own.InternalError('x') instanceof own.DataError).toBe(false);
    for (const other of [new Error('x'), { code: 'X', kind: 'invalid' }, undefined, null, 'x']) {
      expect(other instanceof own.FraudxError).toBe(false);
    }
  });
});
