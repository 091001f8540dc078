import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { sliceSpec } from './slice-spec.ts';

const eta = { name: 'eta', low: 0.001, high: 1, log: true };
const points = Array.from({ length: 40 }, (_, i) => ({ at: 10 ** (-3 * (i / 39)), value: i }));

describe('sliceSpec', () => {
  it('draws trials along a logarithmic axis, the best tenth apart', async () => {
    const spec = sliceSpec({ axis: eta, points, direction: 'minimize', valueTitle: 'loss' });
    const [others, , best] = spec['layer'] as { data: { values: { y: number }[] } }[];
    expect(best!.data.values.map(({ y }) => y)).toEqual([0, 1, 2, 3]);
    expect(others!.data.values).toHaveLength(36);
    const svg = await renderSvg(spec);
    for (const text of ['>eta<', '>loss<', '>0.001<', '>0.1<', '>1<']) expect(svg).toContain(text);
  });

  it('writes very small and very large numbers with an exponent', async () => {
    const axis = { name: 'c', low: 1e-10, high: 1e10, log: true };
    const svg = await renderSvg(sliceSpec({ axis, points: [{ at: 1, value: 1 }], direction: 'maximize' }));
    expect(svg).toContain('>1e-10<');
    expect(svg).not.toMatch(/>[\d.]*0{6}/);
  });

  it('draws choices with all their names, sloping where they are long', async () => {
    const choices = ['native', 'target encoding', 'count encoding', 'frequency'];
    const some = points.map(({ value }, i) => ({ at: choices[i % 4]!, value }));
    const svg = await renderSvg(sliceSpec({ axis: { name: 'kind', choices }, points: some, direction: 'maximize' }));
    for (const name of ['native', 'frequency']) expect(svg).toContain(`>${name}<`);
    expect(svg).toContain('rotate(325)');
    const few = await renderSvg(
      sliceSpec({
        axis: { name: 'kind', choices: ['a', 'b'] },
        points: [{ at: 'a', value: 1 }],
        direction: 'maximize',
      }),
    );
    expect(few).not.toContain('rotate(325)');
  });

  it('leaves out what is not finite or not on the axis, and names whole numbers only', async () => {
    const depth = { name: 'depth', low: 1, high: 3, integer: true };
    const odd = [
      { at: 2, value: Number.NaN },
      { at: 'x', value: 1 },
      { at: 3, value: Infinity },
      { at: 1, value: 0.5 },
    ];
    const spec = sliceSpec({ axis: depth, points: odd, direction: 'maximize' });
    const layers = spec['layer'] as { data: { values: object[] } }[];
    expect(layers.map(({ data }) => data.values.length)).toEqual([0, 0, 1]);
    const svg = await renderSvg(spec);
    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('>1.5<');
    expect(svg).toContain('>2<');
  });

  it('says what is beyond the axis and what is not drawn', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ at: 0.5, value: i === 7 ? -1e9 : i % 10 }));
    const svg = await renderSvg(sliceSpec({ axis: eta, points: many, direction: 'maximize', title: 'Eta' }));
    expect(svg).toContain('1,000 of 5,000 trials are drawn');
    expect(svg).toContain('triangle: a trial beyond the axis');
  });
});
