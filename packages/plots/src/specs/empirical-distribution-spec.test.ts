import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { empiricalDistributionSpec } from './empirical-distribution-spec.ts';

function pointsOf(spec: object): readonly { readonly x: number; readonly y: number }[] {
  return (spec as { data: { values: { x: number; y: number }[] } }).data.values;
}

describe('empiricalDistributionSpec', () => {
  it('is the share of trials with at most each value', async () => {
    const spec = empiricalDistributionSpec({
      values: [3, 1, Number.NaN, 2, 2],
      direction: 'maximize',
      valueTitle: 'cost',
    });
    const points = pointsOf(spec);
    expect(points.slice(1, -1)).toEqual([
      { x: 1, y: 0.25 },
      { x: 2, y: 0.75 },
      { x: 3, y: 1 },
    ]);
    expect([points[0]!.y, points.at(-1)!.y]).toEqual([0, 1]);
    const svg = await renderSvg(spec);
    for (const text of ['cost', 'Share of trials at most here', '>100%<']) expect(svg).toContain(text);
  });

  it('counts values beyond the axis', async () => {
    const values = [-1e9, ...Array.from({ length: 99 }, (_, i) => i)];
    const spec = empiricalDistributionSpec({ values, direction: 'maximize' });
    expect(pointsOf(spec)[0]!.y).toBe(0.01);
    expect(await renderSvg(spec)).toContain('a trial is beyond the axis');
    const costs = empiricalDistributionSpec({ values: values.map((value) => -value), direction: 'minimize' });
    expect(pointsOf(costs).at(-1)!.y).toBe(0.99);
  });

  it('stays small, and draws nothing of nothing', async () => {
    const values = Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
    expect(pointsOf(empiricalDistributionSpec({ values, direction: 'maximize' })).length).toBeLessThan(510);
    expect(await renderSvg(empiricalDistributionSpec({ values: [], direction: 'maximize' }))).not.toContain('NaN');
  });
});
