import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { contourSpec } from './contour-spec.ts';

const x = { name: 'eta', low: 0.01, high: 1, log: true };
const y = { name: 'depth', low: 0, high: 10 };
const kind = { name: 'kind', choices: ['a', 'b', 'c'] };
const points = Array.from({ length: 60 }, (_, i) => ({
  x: 0.01 * 100 ** ((i * 0.618) % 1),
  y: (i * 7.53) % 10,
  value: (i * 7.53) % 10,
}));

type Cell = { readonly x: number; readonly y: number; readonly level: number };

function cellsOf(spec: object): readonly Cell[] {
  return (spec as { layer: { data: { values: Cell[] } }[] }).layer[0]!.data.values;
}

describe('contourSpec', () => {
  it('colours the square by the trials around, from the lowest to the highest', async () => {
    const spec = contourSpec({ x, y, points, direction: 'maximize', valueTitle: 'recall' });
    const cells = cellsOf(spec);
    const mean = (of: readonly Cell[]): number => of.reduce((sum, { level }) => sum + level, 0) / of.length;
    expect(mean(cells.filter((cell) => cell.y > 8))).toBeGreaterThan(mean(cells.filter((cell) => cell.y < 2)) + 4);
    expect(new Set(cells.map(({ level }) => level)).size).toBeLessThanOrEqual(10);
    for (const theme of ['light', 'dark'] as const) {
      const svg = await renderSvg(spec, { theme });
      for (const text of ['eta', 'depth', 'mean recall of the trials around']) expect(svg).toContain(text);
      expect(svg).not.toContain('NaN');
      expect(svg.length).toBeLessThan(300_000);
    }
  });

  it('is stronger where it is better', async () => {
    const [most, least] = await Promise.all(
      (['maximize', 'minimize'] as const).map((direction) => renderSvg(contourSpec({ x, y, points, direction }))),
    );
    const first = (svg: string): string => /rgb\([^)]*\)/.exec(svg)![0];
    expect(first(most!)).not.toBe(first(least!));
  });

  it('leaves blank what no trial is near', () => {
    const near = points.map((point) => ({ ...point, x: 0.01, y: point.y / 10 }));
    const cells = cellsOf(contourSpec({ x, y, points: near, direction: 'maximize' }));
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.every((cell) => cell.x < 0.5)).toBe(true);
  });

  it.each([
    ['choices and numbers', kind, y],
    ['numbers and choices', x, kind],
    ['choices', kind, { name: 'flag', choices: ['true', 'false'] }],
  ] as const)('draws %s', async (_, a, b) => {
    const place = (axis: typeof a | typeof b, i: number): number | string =>
      'choices' in axis ? axis.choices[i % axis.choices.length]! : points[i % points.length]!.y / 10 + 0.01;
    const some = points.map(({ value }, i) => ({ x: place(a, i), y: place(b, i + (i % 5)), value }));
    const svg = await renderSvg(contourSpec({ x: a, y: b, points: some, direction: 'maximize' }));
    expect(svg).not.toContain('NaN');
    expect(svg).toContain('>kind<');
    // cells fill the whole height of a choice
    const cells = [...svg.matchAll(/aria-roledescription="rect mark" d="M[\d.]+,[\d.]+h[\d.]+v([\d.]+)/g)];
    const heights = new Set(cells.map(([, height]) => Math.round(Number(height))));
    if (b === kind) expect(heights).toEqual(new Set([100]));
  });

  it.each([[[]], [[points[0]!]], [points.map((point) => ({ ...point, value: 3 }))]])(
    'draws few or equal trials',
    async (few) => {
      const svg = await renderSvg(contourSpec({ x, y, points: few, direction: 'maximize' }));
      expect(svg).not.toMatch(/NaN|Infinity/);
    },
  );
});
