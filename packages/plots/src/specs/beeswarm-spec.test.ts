import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { beeswarmSpec } from './beeswarm-spec.ts';

const points = Array.from({ length: 40 }, (_, i) => ({ value: i % 4 === 0 ? 0 : i / 20 - 1, level: i / 39 }));
const spec = beeswarmSpec({
  features: [
    { feature: 'amount', points },
    { feature: 'gap', points: [...points.slice(0, 5), { value: 0.5, level: null }] },
  ],
  xTitle: 'SHAP value',
  subtitle: 'one dot per row',
});

describe('beeswarmSpec', () => {
  it('draws a dot per row, coloured by value, in both themes', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const svg = await renderSvg(spec, { theme });
      for (const text of ['amount', 'gap', 'SHAP value', 'one dot per row', 'low', 'high']) expect(svg).toContain(text);
      expect(svg).not.toContain('NaN');
      expect(svg.match(/fill="rgb\([^)]*\)" stroke-width="2"/g)).toHaveLength(45);
      expect(svg.length).toBeLessThan(25_000);
      // the ends of the colours stand for low and high
      expect(svg).toContain(theme === 'light' ? 'rgb(0, 114, 178)' : 'rgb(86, 180, 233)');
    }
  });

  it('stacks points that would cover each other inside the line', () => {
    const layers = spec['layer'] as { data: { values: { feature: string; x: number; offset: number }[] } }[];
    const equal = layers[2]!.data.values.filter(({ feature, x }) => feature === 'amount' && x === 0);
    expect(new Set(equal.map(({ offset }) => offset)).size).toBe(equal.length);
    for (const { offset } of layers[2]!.data.values) expect(Math.abs(offset)).toBeLessThan(1);
  });

  it('does not let one extreme row widen the axis', async () => {
    const values = Array.from({ length: 200 }, (_, i) => ({ value: Math.sin(i), level: i / 199 }));
    const features = ['a', 'b'].map((feature) => ({ feature, points: values.slice() }));
    const without = await renderSvg(beeswarmSpec({ features, xTitle: 'x', subtitle: 'dots' }));
    expect(without).not.toContain('beyond the axis');
    features[0]!.points[0] = { value: -812.34, level: 1 };
    features[1]!.points[0] = { value: 30, level: null as unknown as number };
    const svg = await renderSvg(beeswarmSpec({ features, xTitle: 'x', subtitle: 'dots' }));
    for (const text of ['>dots<', '>triangles: 2 values beyond the axis, as far as −812<']) {
      expect(svg).toContain(text);
    }
    const ticks = [...svg.matchAll(/>(−?[\d.]+)</g)].map(([, tick]) => Number(tick!.replace('−', '-')));
    expect(Math.max(...ticks.map((tick) => Math.abs(tick)))).toBeLessThanOrEqual(2.5);
    // one filled triangle at the left end, one ring-like at the right end
    expect(svg.match(/d="M[^"]*L[^"]*Z" fill="rgb[^>]*>/g)).toHaveLength(1);
  });

  it('draws features without any effect', async () => {
    const one = await renderSvg(
      beeswarmSpec({ features: [{ feature: 'one', points: [{ value: 5, level: 0.5 }] }], xTitle: 'x' }),
    );
    expect(one).not.toContain('beyond');
    const still = { feature: 'still', points: [{ value: 0, level: 0.5 }] };
    const svg = await renderSvg(beeswarmSpec({ features: [still], xTitle: 'SHAP value' }));
    expect(svg).not.toContain('NaN');
  });
});
