import { expect, it } from 'vitest';
import { exactExp } from './exp.ts';

it('agrees with Math.exp to 1e-13 in relative terms', () => {
  for (let x = -79; x < 79; x += 0.137) expect(Math.abs(exactExp(x) / Math.exp(x) - 1)).toBeLessThan(1e-13);
});
