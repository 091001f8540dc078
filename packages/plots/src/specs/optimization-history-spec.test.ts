import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { optimizationHistorySpec } from './optimization-history-spec.ts';

type Layer = { readonly data: { readonly values: readonly { readonly x: number; readonly y: number }[] } };

function layersOf(spec: object): readonly Layer[] {
  return (spec as { readonly layer: readonly Layer[] }).layer;
}

describe('optimizationHistorySpec', () => {
  const values = [0.5, 0.7, 0.6, 0.7, 0.9, Number.NaN, 0.8];
  const trials = values.map((value, trial) => ({ trial, value }));

  it('draws each trial, and the best so far as steps to the last one', async () => {
    const spec = optimizationHistorySpec({ trials, direction: 'maximize', valueTitle: 'recall' });
    const [points, , line] = layersOf(spec);
    expect(points!.data.values).toHaveLength(6);
    expect(line!.data.values).toEqual([
      { x: 0, y: 0.5 },
      { x: 1, y: 0.7 },
      { x: 4, y: 0.9 },
      { x: 6, y: 0.9 },
    ]);
    const least = optimizationHistorySpec({ trials, direction: 'minimize' });
    expect(layersOf(least)[2]!.data.values).toEqual([
      { x: 0, y: 0.5 },
      { x: 6, y: 0.5 },
    ]);
    for (const theme of ['light', 'dark'] as const) {
      const svg = await renderSvg(spec, { theme });
      for (const text of ['recall', 'best so far', 'Trial']) expect(svg).toContain(text);
      expect(svg).not.toContain('NaN');
    }
  });

  it('does not let values far worse than the rest widen the axis', async () => {
    const far = [...trials, { trial: 7, value: -1e200 }, { trial: 8, value: -Number.MAX_VALUE }];
    const svg = await renderSvg(optimizationHistorySpec({ trials: far, direction: 'maximize' }));
    expect(svg).toContain('triangles: 2 trials beyond the axis');
    const low = far.map(({ trial, value }) => ({ trial, value: -value }));
    expect(await renderSvg(optimizationHistorySpec({ trials: low, direction: 'minimize' }))).toContain(
      '2 trials beyond',
    );
    expect(await renderSvg(optimizationHistorySpec({ trials, direction: 'maximize' }))).not.toContain('beyond');
  });

  it('draws some of many trials, those that were the best so far among them', async () => {
    const many = Array.from({ length: 20_000 }, (_, trial) => ({ trial, value: Math.sin(trial) + trial / 1e6 }));
    const spec = optimizationHistorySpec({ trials: many, direction: 'maximize' });
    const [points, , line] = layersOf(spec);
    expect(points!.data.values.length).toBeLessThan(2500);
    const drawn = new Set(points!.data.values.map(({ x }) => x));
    for (const { x } of line!.data.values.slice(0, -1)) expect(drawn.has(x)).toBe(true);
    expect(await renderSvg(spec)).toContain('of 20,000 trials are drawn');
  });

  it.each([[[]], [[{ trial: 0, value: 0 }]], [[{ trial: 3, value: 1e-300 }]]])('draws %j', async (few) => {
    const svg = await renderSvg(optimizationHistorySpec({ trials: few, direction: 'maximize', title: 'Few' }));
    expect(svg).toContain('Few');
    expect(svg).not.toContain('NaN');
  });
});
