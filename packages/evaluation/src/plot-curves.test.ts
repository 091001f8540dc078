import { describe, expect, it } from 'vitest';
import { plotConfusionMatrix, plotPrecisionRecallCurve, plotRocCurve } from './plot-curves.ts';

const rows = {
  yTrue: Uint8Array.of(0, 0, 1, 0, 1, 1),
  yScore: Float64Array.of(0.1, 0.4, 0.35, 0.2, 0.8, 0.9),
  threshold: 0.5,
};

describe('plots of scored rows', () => {
  it.each([
    ['ROC', plotRocCurve, 'ROC'],
    ['precision-recall', plotPrecisionRecallCurve, 'recision'],
    ['confusion matrix', plotConfusionMatrix, 'fraud'],
  ] as const)('draws the %s as SVG, the same each time', async (_, draw, text) => {
    const svg = await draw(rows);
    expect(svg).toMatch(/^<svg[^]*<\/svg>\s*$/);
    expect(svg).toContain(text);
    expect(await draw(rows)).toBe(svg);
    expect(await draw(rows, { theme: 'dark' })).not.toBe(svg);
  });

  it('refuses one class, where there is no curve', async () => {
    const one = { ...rows, yTrue: new Uint8Array(6) };
    await expect(plotRocCurve(one)).rejects.toThrow('plotRocCurve: yTrue must hold both classes');
    await expect(plotPrecisionRecallCurve(one)).rejects.toMatchObject({ code: 'ONE_CLASS' });
    expect(await plotConfusionMatrix(one)).toContain('<svg');
  });
});
