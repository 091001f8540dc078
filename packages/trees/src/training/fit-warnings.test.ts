import { describe, expect, it, vi } from 'vitest';
import { fitWarnings } from './fit-warnings.ts';

const even = { smallest: 1, total: 1000 };

describe('fitWarnings', () => {
  it('says nothing about a fit as usual, or when plain JavaScript was asked for', () => {
    expect(fitWarnings(even, 'auto', { kernels: 'wasm', kernelsReason: '' })).toEqual([]);
    expect(fitWarnings(even, 'js', { kernels: 'js', kernelsReason: '' })).toEqual([]);
  });

  it('says why plain JavaScript had to do', () => {
    const [warning] = fitWarnings(even, 'auto', { kernels: 'js', kernelsReason: 'no such file' });
    expect(warning).toMatchObject({ code: 'KERNELS_FALLBACK' });
    expect(warning!.message).toContain('no such file');
  });

  it('says when the smallest weights are below the resolution of sums', () => {
    const done = { kernels: 'wasm', kernelsReason: '' } as const;
    expect(fitWarnings({ smallest: 1, total: 2 ** 30 }, 'auto', done)).toEqual([]);
    expect(fitWarnings({ smallest: 1, total: 2 ** 31 }, 'auto', done)).toMatchObject([{ code: 'EXTREME_WEIGHTS' }]);
  });
});

describe('availableKernels', () => {
  it('falls back to plain JavaScript, with the reason, where the file of the kernels is missing', async () => {
    vi.resetModules();
    vi.doMock('node:fs', () => ({
      readFileSync: () => {
        throw new Error('ENOENT: no such file');
      },
    }));
    const { availableKernels } = await import('../kernels/load-kernels.ts');
    expect(availableKernels()).toEqual({ kernels: 'js', reason: 'ENOENT: no such file' });
    vi.doUnmock('node:fs');
  });
});
