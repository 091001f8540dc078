import { readFileSync } from 'node:fs';
import { normalCdf, normalQuantile } from '@fraudx/stats';
import { describe, expect, it } from 'vitest';
import { compareRocAuc, rocAucInterval } from './de-long.ts';

interface Reference {
  cases: (Record<'rocAuc' | 'baseline' | 'standardError' | 'low' | 'high' | 'differenceError' | 'pValue', number> & {
    name: string;
    yTrue: number[];
    a: number[];
    b: number[];
  })[];
  cdf: [number, number][];
  quantile: [number, number][];
}

const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/de-long.json', import.meta.url), 'utf8'),
) as Reference;

describe.each(reference.cases)('DeLong, $name, against the definition', (one) => {
  const yTrue = Uint8Array.from(one.yTrue);
  const a = Float64Array.from(one.a);
  const b = Float64Array.from(one.b);

  it('gives the interval of one model', () => {
    const answer = rocAucInterval(yTrue, a);
    for (const name of ['rocAuc', 'standardError', 'low', 'high'] as const) {
      expect(Math.abs(answer[name] - one[name]), name).toBeLessThanOrEqual(1e-12);
    }
  });

  it('gives the paired difference of two', () => {
    const answer = compareRocAuc(yTrue, a, b);
    expect(Math.abs(answer.difference - (one.rocAuc - one.baseline))).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(answer.standardError - one.differenceError)).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(answer.pValue - one.pValue)).toBeLessThanOrEqual(1e-10);
  });

  it('sees no difference between a model and its monotone rescaling', () => {
    const rescaled = a.map((score) => score ** 3);
    expect(compareRocAuc(yTrue, a, rescaled)).toMatchObject({ difference: 0, low: 0, high: 0, pValue: 1 });
  });
});

describe('DeLong', () => {
  it('is NaN where a class is missing', () => {
    const answer = rocAucInterval(Uint8Array.of(1, 1), Float64Array.of(0, 1));
    expect(answer.rocAuc).toBeNaN();
    expect(answer.low).toBeNaN();
  });

  it('refuses a level outside (0, 1)', () => {
    const call = () => rocAucInterval(Uint8Array.of(0, 1), Float64Array.of(0, 1), { level: 95 });
    expect(call).toThrow('level must be in (0, 1), got 95');
  });
});

describe('normal distribution', () => {
  it('equals SciPy', () => {
    for (const [z, p] of reference.cdf) expect(Math.abs(normalCdf(z) - p)).toBeLessThanOrEqual(1e-15 + 1e-13 * p);
    for (const [p, z] of reference.quantile) expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1e-9);
    expect(normalCdf(NaN)).toBeNaN();
  });
});
