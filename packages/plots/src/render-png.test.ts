import { describe, expect, it } from 'vitest';
import { beeswarmSpec } from './specs/beeswarm-spec.ts';
import { confusionMatrixSpec } from './specs/confusion-matrix-spec.ts';
import { importanceSpec } from './specs/importance-spec.ts';
import { precisionRecallCurveSpec } from './specs/precision-recall-curve-spec.ts';
import { renderPng } from './render-png.ts';
import { renderSvg } from './render-svg.ts';
import { rocCurveSpec } from './specs/roc-curve-spec.ts';

const matrix = confusionMatrixSpec({ tn: 12_345, fp: 12, fn: 7, tp: 81, threshold: 0.42 });

describe('renderSvg', () => {
  it('draws the numbers of a confusion matrix', async () => {
    const svg = await renderSvg(matrix);
    for (const text of ['12,345', '92.05% of fraud', 'score ≥ 0.42', 'Predicted']) expect(svg).toContain(text);
  });

  it('is the same text for the same spec, whatever was drawn before', async () => {
    const points = [
      { value: -1, level: 0 },
      { value: 2, level: 1 },
    ];
    const spec = beeswarmSpec({ features: [{ feature: 'amount', points }], xTitle: 'what it adds' });
    const first = await renderSvg(spec);
    await renderSvg(matrix);
    expect(first).toContain('url(#');
    expect(await renderSvg(spec)).toBe(first);
  });

  it('draws names with line ends that expressions may not hold, and other odd ones', async () => {
    for (const name of ['a\u2028b', 'a\u2029', '\u2028', 'a\\u2028b', 'a"\u2029\'b', 'a\\\u2028', 'constructor']) {
      const points = [
        { value: -1, level: 0 },
        { value: 2, level: 1 },
      ];
      const features = [
        { feature: name, points, value: 2, error: 1 },
        { feature: 'amount', points, value: 1 },
      ];
      for (const spec of [
        importanceSpec({ features, xTitle: name, title: name }),
        beeswarmSpec({ features, xTitle: name }),
      ]) {
        const svg = await renderSvg(spec);
        expect(svg).toContain(`>${name}<`);
        expect(svg).not.toMatch(/[\ufdd0\ufdd1\u2060]/);
      }
    }
  });

  it('draws the same in both themes but for the colours', async () => {
    const light = await renderSvg(matrix);
    const dark = await renderSvg(matrix, { theme: 'dark' });
    expect(dark).not.toBe(light);
    const shape = (svg: string): string => svg.replaceAll(/#[0-9a-f]{6}|rgb\([^)]*\)/g, '');
    expect(shape(dark)).toBe(shape(light));
  });

  it('draws empty classes without NaN', async () => {
    const svg = await renderSvg(confusionMatrixSpec({ tn: 5, fp: 0, fn: 0, tp: 0 }));
    expect(svg).toContain('no fraud');
    expect(svg).not.toContain('NaN');
  });

  it('refuses a spec that reads from elsewhere', async () => {
    const spec = { data: { url: 'data.csv' }, mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' } } };
    await expect(renderSvg(spec)).rejects.toThrow('vega');
  });

  it('keeps the picture of a long curve small', async () => {
    const n = 200_000;
    const x = Float64Array.from({ length: n }, (_, i) => i / (n - 1));
    const y = x.map((v) => Math.sqrt(v));
    const roc = await renderSvg(rocCurveSpec({ falsePositiveRate: x, truePositiveRate: y }));
    const pr = await renderSvg(precisionRecallCurveSpec({ recall: x.toReversed(), precision: y, prevalence: 0.01 }));
    expect(roc.length).toBeLessThan(150_000);
    expect(pr.length).toBeLessThan(150_000);
  });
});

describe('renderPng', () => {
  it('draws pixels with text from the shipped font', async () => {
    const png = await renderPng(matrix, { scale: 1 });
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const plain = await renderPng({ ...matrix, title: ' ' }, { scale: 1 });
    expect(Buffer.compare(png, plain)).not.toBe(0);
  });

  it('refuses a scale outside (0, 8]', async () => {
    await expect(renderPng(matrix, { scale: 0 })).rejects.toThrow('scale must be in (0, 8], got 0');
    await expect(renderPng(matrix, { scale: 9 })).rejects.toThrow('got 9');
  });
});
