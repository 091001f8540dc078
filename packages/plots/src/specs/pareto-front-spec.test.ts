import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { paretoFrontSpec } from './pareto-front-spec.ts';

const x = { name: 'recall', direction: 'maximize' } as const;
const y = { name: 'cost', direction: 'minimize' } as const;

describe('paretoFrontSpec', () => {
  it('draws the trials that no other one beats apart, wherever they lie', async () => {
    const points = [
      ...Array.from({ length: 50 }, (_, i) => ({ x: i / 100, y: 50 + i, onFront: false })),
      { x: 0.9, y: 40, onFront: true },
      { x: -1e6, y: 1, onFront: true },
      { x: Number.NaN, y: 1, onFront: false },
    ];
    const spec = paretoFrontSpec({ x, y, points });
    const [others, front] = spec['layer'] as { data: { values: object[] } }[];
    expect(others!.data.values).toHaveLength(50);
    expect(front!.data.values).toEqual([
      { x: 0.9, y: 40 },
      { x: -1e6, y: 1 },
    ]);
    const svg = await renderSvg(spec);
    for (const text of ['recall (maximize)', 'cost (minimize)', 'trials that no other one beats'])
      expect(svg).toContain(text);
    expect(svg).not.toContain('NaN');
  });

  it('draws some of many, and nothing of nothing', async () => {
    const points = Array.from({ length: 9000 }, (_, i) => ({ x: Math.sin(i), y: Math.cos(i), onFront: i < 3 }));
    expect(await renderSvg(paretoFrontSpec({ x, y, points }))).toContain('1,503 of 9,000 trials are drawn');
    expect(await renderSvg(paretoFrontSpec({ x, y, points: [], title: 'None' }))).not.toContain('NaN');
  });
});
