import { describe, expect, it } from 'vitest';
import { sparkline, timeLeft } from './sparkline.ts';

describe('sparkline', () => {
  it('draws values between the lowest and the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([2, 1])).toBe('█▁');
    expect(sparkline([1, 1, 1])).toBe('▁▁▁');
    expect(sparkline([1])).toBe('');
  });

  it('thins out many values and keeps the last', () => {
    const line = sparkline(Array.from({ length: 100 }, (_, i) => (i === 99 ? 1 : 0)));
    expect(line.length).toBeLessThanOrEqual(16);
    expect(line.endsWith('▁█')).toBe(true);
  });
});

it('a time that is left is said in a unit that fits', () => {
  expect([0, 44_100, 720_000, 12_600_000, Number.NaN, Infinity].map(timeLeft)).toEqual([
    '0 s left',
    '45 s left',
    '12 min left',
    '3.5 h left',
    '',
    '',
  ]);
});
