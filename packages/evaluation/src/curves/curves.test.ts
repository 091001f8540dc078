import { wilsonInterval } from '@fraudx/stats';
import { describe, expect, it } from 'vitest';
import { calibrationCurve } from './calibration-curve.ts';
import { gainsCurve } from './gains-curve.ts';
import { scoreHistogram } from './score-histogram.ts';

const yTrue = Uint8Array.of(0, 0, 1, 1);
const yScore = Float64Array.of(0.1, 0.4, 0.35, 1);

describe('calibrationCurve', () => {
  it('puts equal numbers of fraud into the bins', () => {
    const y = Uint8Array.from({ length: 1000 }, (_, i) => (i % 50 === 0 ? 1 : 0));
    const p = Float64Array.from(y, (label, i) => (label === 1 ? 0.3 + i / 2000 : (i % 100) / 250));
    const bins = calibrationCurve(y, p, { nBins: 4 });
    expect(bins.map((bin) => Math.round(bin.n * bin.observed))).toEqual([5, 5, 5, 5]);
    for (const bin of bins) expect(bin.low <= bin.observed && bin.observed <= bin.high).toBe(true);
  });

  it('works without fraud and refuses no bins', () => {
    expect(calibrationCurve(Uint8Array.of(0, 0), Float64Array.of(0.2, 0.4))[0]).toMatchObject({ observed: 0 });
    expect(() => calibrationCurve(yTrue, yScore, { nBins: 0 })).toThrow('nBins must be a whole number');
  });
});

describe('gainsCurve', () => {
  it('ends with everything', () => {
    expect(gainsCurve(yTrue, yScore)).toEqual({
      share: Float64Array.of(0.25, 0.5, 0.75, 1),
      gain: Float64Array.of(0.5, 0.5, 1, 1),
    });
  });
});

describe('scoreHistogram', () => {
  it('counts a score of 1 into the last bin', () => {
    const { genuine, fraud, edges } = scoreHistogram(yTrue, yScore, 2);
    expect([...genuine, ...fraud]).toEqual([1, 0, 0.5, 0.5]);
    expect([...edges]).toEqual([0, 0.5, 1]);
  });
});

describe('wilsonInterval', () => {
  it('is right at the ends', () => {
    expect(wilsonInterval(0, 10).low).toBe(0);
    expect(wilsonInterval(10, 10).high).toBe(1);
    expect(wilsonInterval(8, 10).low).toBeCloseTo(0.4902, 4);
    expect(wilsonInterval(8, 10).high).toBeCloseTo(0.9433, 4);
    expect(wilsonInterval(0, 0)).toEqual({ low: NaN, high: NaN });
    expect(() => wilsonInterval(11, 10)).toThrow('hits must be in [0, n]');
  });
});
