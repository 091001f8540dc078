import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import type { Differentiable } from './bounded-lbfgs.ts';
import { BoundedLbfgs } from './bounded-lbfgs.ts';

const options = { maxIterations: 500, gradientTolerance: 1e-8 };

function everywhere(n: number): [Float64Array, Float64Array] {
  return [new Float64Array(n).fill(-Infinity), new Float64Array(n).fill(Infinity)];
}

const rosenbrock: Differentiable = (x, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const bend = x[i + 1]! - x[i]! ** 2;
    value += 100 * bend ** 2 + (1 - x[i]!) ** 2;
    gradient[i] = gradient[i]! - 400 * x[i]! * bend - 2 * (1 - x[i]!);
    gradient[i + 1] = gradient[i + 1]! + 200 * bend;
  }
  return value;
};

describe('BoundedLbfgs', () => {
  it('follows the valley of Rosenbrock to its end in few steps', () => {
    for (const n of [2, 10, 30]) {
      const x = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
      const optimizer = new BoundedLbfgs(n);
      expect(optimizer.minimize(rosenbrock, x, ...everywhere(n), options)).toBeLessThan(1e-12);
      for (const value of x) expect(value).toBeCloseTo(1, 5);
      expect(optimizer.nIterations).toBeLessThan(50 + 6 * n);
      expect(optimizer.nEvaluations).toBeLessThan(2 * optimizer.nIterations);
    }
  });

  it('finds the lowest point of convex quadratics within bounds, where the conditions of Kuhn and Tucker hold', () => {
    for (let seed = 0; seed < 50; seed++) {
      const rng = new Rng(seed);
      const n = 1 + rng.int(8);
      const roots = Float64Array.from({ length: n * n }, () => rng.normal());
      const shift = Float64Array.from({ length: n }, () => 3 * rng.normal());
      const f: Differentiable = (x, gradient) => {
        let value = 0;
        for (let i = 0; i < n; i++) gradient[i] = 0.1 * (x[i]! - shift[i]!);
        for (let i = 0; i < n; i++) value += 0.05 * (x[i]! - shift[i]!) ** 2;
        for (let k = 0; k < n; k++) {
          let row = 0;
          for (let i = 0; i < n; i++) row += roots[k * n + i]! * (x[i]! - shift[i]!);
          value += row * row;
          for (let i = 0; i < n; i++) gradient[i] = gradient[i]! + 2 * row * roots[k * n + i]!;
        }
        return value;
      };
      const x = Float64Array.from({ length: n }, () => rng.normal());
      const [lower, upper] = [new Float64Array(n).fill(-1), new Float64Array(n).fill(1)];
      new BoundedLbfgs(n).minimize(f, x, lower, upper, { maxIterations: 1000, gradientTolerance: 1e-9 });
      const gradient = new Float64Array(n);
      f(x, gradient);
      for (let i = 0; i < n; i++) {
        expect(Math.abs(x[i]!)).toBeLessThanOrEqual(1);
        if (x[i] === -1) expect(gradient[i]).toBeGreaterThan(-1e-6);
        else if (x[i] === 1) expect(gradient[i]).toBeLessThan(1e-6);
        else expect(Math.abs(gradient[i]!)).toBeLessThan(1e-6);
      }
    }
  });

  it('steps back from where the function is not defined, and begins inside its bounds', () => {
    const f: Differentiable = ([x], gradient) => {
      gradient[0] = 1 - 1 / x!;
      return x! > 0 ? x! - Math.log(x!) : Infinity;
    };
    const x = Float64Array.of(50);
    new BoundedLbfgs(1).minimize(f, x, Float64Array.of(-100), Float64Array.of(20), options);
    expect(x[0]).toBeCloseTo(1, 6);
  });

  it('ends at once where nothing may move', () => {
    const x = Float64Array.of(1, 2);
    const optimizer = new BoundedLbfgs(2);
    optimizer.minimize(rosenbrock, x, x.slice(), x.slice(), options);
    expect([...x]).toEqual([1, 2]);
    expect(optimizer.nEvaluations).toBe(1);
  });

  it('does the same again after another function', () => {
    const [lower, upper] = everywhere(4);
    const optimizer = new BoundedLbfgs(4);
    const run = (from: number): number[] => {
      const x = new Float64Array(4).fill(from);
      optimizer.minimize(rosenbrock, x, lower, upper, { maxIterations: 20, gradientTolerance: 0 });
      return [...x];
    };
    const first = run(-1);
    run(3);
    expect(run(-1)).toEqual(first);
  });
});
