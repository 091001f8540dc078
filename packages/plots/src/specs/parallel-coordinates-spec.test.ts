import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { parallelCoordinatesSpec } from './parallel-coordinates-spec.ts';

const axes = [
  { name: 'eta', low: 0.01, high: 1, log: true },
  { name: 'kind', choices: ['first', 'second'] },
  { name: `a_name_that_is_much_too_long_for_its_place_${'x'.repeat(40)}_7`, low: 0, high: 5 },
];
const lines = Array.from({ length: 30 }, (_, i) => ({
  at: [0.01 + i / 31, i % 2 === 0 ? 'first' : 'second', i === 3 ? undefined : i / 6],
  value: i,
}));

type Layer = { readonly data: { readonly values: readonly { readonly line: string; readonly y: number }[] } };

describe('parallelCoordinatesSpec', () => {
  it('draws a line for each trial across value and axes, the best tenth apart', async () => {
    const spec = parallelCoordinatesSpec({ axes, lines, direction: 'maximize', valueTitle: 'recall' });
    const [others, best] = spec['layer'] as unknown as [Layer, Layer];
    const count = ({ data }: Layer): number => new Set(data.values.map(({ line }) => line.split('.')[0])).size;
    expect([count(others), count(best)]).toEqual([27, 3]);
    // the trial without a place on the last axis ends before it
    expect(others.data.values).toHaveLength(27 * 4 - 1);
    for (const { y } of [...others.data.values, ...best.data.values]) {
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
    const svg = await renderSvg(spec);
    for (const text of ['recall', 'eta', '>first<', '>second<', 'the best tenth', '0.01', '…xx'])
      expect(svg).toContain(text);
    expect(svg).not.toContain('NaN');
  });

  it('draws no line across an axis on which a trial has no place', () => {
    const gap = [{ at: [0.1, undefined, 2], value: 1 }];
    const spec = parallelCoordinatesSpec({ axes, lines: gap, direction: 'maximize' });
    const [, best] = spec['layer'] as unknown as [Layer, Layer];
    expect(best.data.values.map(({ line }) => line)).toEqual(['0.0', '0.0', '0.1']);
  });

  it('draws some of many, and values far worse at the end of their axis', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ at: [0.5, 'first', 1], value: i === 9 ? -1e300 : i }));
    const svg = await renderSvg(parallelCoordinatesSpec({ axes, lines: many, direction: 'maximize' }));
    expect(svg).toContain('330 of 5,000 trials are drawn');
    expect(svg).not.toContain('1e+300');
  });

  it.each([[[]], [[lines[0]!]], [[{ at: [1, 'first', 2], value: Number.NaN }]]])('draws few', async (few) => {
    const one = parallelCoordinatesSpec({ axes: axes.slice(0, 1), lines: few, direction: 'minimize', title: 'Few' });
    expect(await renderSvg(one)).not.toContain('NaN');
  });
});
