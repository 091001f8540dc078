import { describe, expect, it, vi } from 'vitest';
import { kernelWarnings, weightWarnings } from './fit-warnings.ts';

describe('the warnings of a fit', () => {
  it('say nothing about a fit as usual, or when plain JavaScript was asked for', () => {
    expect(kernelWarnings('auto', { kernels: 'wasm', kernelsReason: '' })).toEqual([]);
    expect(kernelWarnings('js', { kernels: 'js', kernelsReason: '' })).toEqual([]);
  });

  it('say why plain JavaScript had to do', () => {
    const [warning] = kernelWarnings('auto', { kernels: 'js', kernelsReason: 'no such file' });
    expect(warning).toMatchObject({ code: 'KERNELS_FALLBACK' });
    expect(warning!.message).toContain('no such file');
  });

  it('say when the smallest weights are below the resolution of sums', () => {
    expect(weightWarnings(1, 2 ** 30)).toEqual([]);
    expect(weightWarnings(1, 2 ** 31)).toMatchObject([{ code: 'EXTREME_WEIGHTS' }]);
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
