import { describe, expect, it } from 'vitest';
import { gaussLegendre } from './gauss-legendre.ts';

describe('gaussLegendre', () => {
  it.each([1, 2, 3, 8, 20, 64])('integrates powers up to 2 × %i - 1 exactly', (n) => {
    const { nodes, weights } = gaussLegendre(n);
    for (const power of [0, 1, n, 2 * n - 1]) {
      let sum = 0;
      nodes.forEach((t, k) => (sum += weights[k]! * t ** power));
      expect(sum).toBeCloseTo(1 / (power + 1), 13);
    }
  });
});
