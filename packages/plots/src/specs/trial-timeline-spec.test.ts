import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { trialTimelineSpec } from './trial-timeline-spec.ts';

type Bar = { readonly trial: number; readonly lane: number; readonly from: number; readonly to: number };

function barsOf(spec: object): readonly Bar[] {
  return (spec as { data: { values: Bar[] } }).data.values;
}

const start = 1_700_000_000_000;

describe('trialTimelineSpec', () => {
  it('lays trials that run at once above each other, from the first start on', async () => {
    const spec = trialTimelineSpec({
      trials: [
        { trial: 1, start: start + 1000, end: start + 5000, state: 'failed' },
        { trial: 0, start, end: start + 4000, state: 'complete' },
        { trial: 2, start: start + 4000, end: start + 9000, state: 'running' },
      ],
    });
    expect(barsOf(spec)).toMatchObject([
      { trial: 0, lane: 1, from: 0, to: 4 },
      { trial: 1, lane: 2, from: 1, to: 5 },
      { trial: 2, lane: 1, from: 4, to: 9 },
    ]);
    const svg = await renderSvg(spec);
    for (const text of ['Time since the first start (s)', '>failed<', '>running<', 'At once'])
      expect(svg).toContain(text);
    expect(svg).not.toContain('>pruned<');
  });

  it.each([
    [500, 'ms'],
    [600_000, 'min'],
    [36_000_000, 'h'],
    [864_000_000, 'days'],
  ])('counts %s ms in %s', async (long, unit) => {
    const trials = [{ trial: 0, start, end: start + long, state: 'complete' as const }];
    expect(await renderSvg(trialTimelineSpec({ trials }))).toContain(`(${unit})`);
  });

  it('draws some of many, at most 40 at once, and nothing of nothing', async () => {
    const trials = Array.from({ length: 10_000 }, (_, trial) => ({
      trial,
      start: start + trial,
      end: start + trial + (trial % 7 === 0 ? 60_000 : 1),
      state: 'complete' as const,
    }));
    const spec = trialTimelineSpec({ trials });
    expect(barsOf(spec).length).toBeLessThanOrEqual(1500);
    expect(Math.max(...barsOf(spec).map(({ lane }) => lane))).toBeLessThanOrEqual(40);
    expect(await renderSvg(spec)).toContain('of 10,000 trials are drawn');
    const odd = [{ trial: 0, start: Number.NaN, end: 1, state: 'complete' as const }];
    expect(await renderSvg(trialTimelineSpec({ trials: odd, title: 'None' }))).not.toContain('NaN');
  });
});
