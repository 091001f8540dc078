import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { rankSpec } from './rank-spec.ts';

const x = { name: 'eta', low: 0.01, high: 1, log: true };
const y = { name: 'kind', choices: ['a', 'b'] };

function ranksOf(values: readonly number[], direction: 'maximize' | 'minimize'): number[] {
  const points = values.map((value, i) => ({ x: 0.01 * (i + 1), y: 'a', value }));
  const drawn = (rankSpec({ x, y, points, direction }) as { data: { values: { x: number; rank: number }[] } }).data
    .values;
  return drawn.toSorted((a, b) => a.x - b.x).map(({ rank }) => rank);
}

describe('rankSpec', () => {
  it('colours trials by rank, equal ones by their mean, however far values lie apart', async () => {
    expect(ranksOf([5, 1e300, 7, 6, 1], 'maximize')).toEqual([0.8, 0, 0.3, 0.5, 1]);
    expect(ranksOf([5, 1e300, 7, 6, 1], 'minimize')).toEqual([0.3, 1, 0.8, 0.5, 0]);
    expect(ranksOf([2, 2, 2], 'minimize')).toEqual([0.5, 0.5, 0.5]);
    expect(ranksOf([2], 'minimize')).toEqual([0]);
    const points = [1, 2, 3].map((value) => ({ x: value / 10, y: 'b', value }));
    const svg = await renderSvg(rankSpec({ x, y, points, direction: 'maximize', title: 'Order' }));
    for (const text of ['Order', 'eta', 'kind', '>best<', '>worst<', '>a<', '>b<']) expect(svg).toContain(text);
  });

  it('leaves out what is not on the axes, and some of many', async () => {
    const odd = rankSpec({ x, y, points: [{ x: 0.1, y: 'c', value: 1 }], direction: 'maximize' });
    expect((odd as { data: { values: object[] } }).data.values).toEqual([]);
    expect(await renderSvg(odd)).not.toContain('NaN');
    const points = Array.from({ length: 3000 }, (_, i) => ({ x: 0.5, y: 'a', value: i }));
    expect(await renderSvg(rankSpec({ x, y, points, direction: 'maximize' }))).toContain('1,000 of 3,000');
  });
});
