import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { intermediateValuesSpec } from './intermediate-values-spec.ts';

type Layer = { readonly data: { readonly values: readonly { readonly x: number; readonly y: number }[] } };

function layersOf(spec: object): readonly Layer[] {
  return (spec as { readonly layer: readonly Layer[] }).layer;
}

describe('intermediateValuesSpec', () => {
  it('draws a line for each trial, crosses where one was pruned, the best one apart', async () => {
    const spec = intermediateValuesSpec({
      trials: [
        {
          trial: 0,
          state: 'complete',
          reports: [
            [1, 0.1],
            [2, Number.NaN],
            [3, 0.3],
          ],
        },
        {
          trial: 1,
          state: 'pruned',
          reports: [
            [1, 0.05],
            [2, 0.06],
          ],
        },
        {
          trial: 2,
          state: 'complete',
          reports: [
            [1, 0.2],
            [2, 0.5],
            [3, 0.6],
          ],
        },
        { trial: 3, state: 'running', reports: [[1, 0.1]] },
        { trial: 4, state: 'failed', reports: [[1, Infinity]] },
      ],
      direction: 'maximize',
      best: 2,
    });
    const [lines, points, crosses, best] = layersOf(spec);
    expect(lines!.data.values).toHaveLength(5);
    expect(points!.data.values).toEqual([{ x: 1, y: 0.1 }]);
    expect(crosses!.data.values).toEqual([{ x: 2, y: 0.06 }]);
    expect(best!.data.values).toHaveLength(3);
    const svg = await renderSvg(spec);
    for (const text of ['Step', 'orange: the best trial; crosses: pruned here']) expect(svg).toContain(text);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('draws some of many trials and reports', async () => {
    const reports = Array.from({ length: 2000 }, (_, i) => [i, Math.log(i + 1)] as const);
    const trials = Array.from({ length: 1000 }, (_, trial) => ({ trial, state: 'complete' as const, reports }));
    const spec = intermediateValuesSpec({ trials, direction: 'maximize', best: 777 });
    expect(layersOf(spec)[0]!.data.values.length).toBeLessThanOrEqual(200 * 101);
    expect(layersOf(spec)[3]!.data.values.at(-1)!.x).toBe(1999);
    expect(JSON.stringify(spec['title'])).toContain('of 1,000 trials are drawn');
  });

  it('draws nothing of nothing', async () => {
    expect(await renderSvg(intermediateValuesSpec({ trials: [], direction: 'minimize' }))).not.toContain('NaN');
  });
});
