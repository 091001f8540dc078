import type { Rng } from '@fraudx/core';
import type { Axis } from '../tpe/axis.ts';
import type { CheckedNsgaIiOptions } from './nsga-ii-options.ts';

/** How near children of simulated binary crossover are to their parents, and mutants to what they were: larger is nearer. */
const crossoverIndex = 15;
const mutationIndex = 20;
/** How far beyond its parents a child of blend crossover may lie, in units of their distance. */
const blendAlpha = 0.5;
/** Share of the numbers that simulated binary crossover changes; the others are taken from one parent. */
const blended = 0.5;

const largest = 1 - 2 ** -53;

function inside(place: number): number {
  return Math.min(largest, Math.max(0, place));
}

/** A place in [0, 1) as a code. */
function codeAt(axis: Axis, place: number): number {
  return axis.kind === 'steps' ? axis.stepAt(inside(place)) : inside(place);
}

/** Spread factor of simulated binary crossover whose children stay in [0, 1], of parents at a < b, towards the side of a or of b. */
function spread(u: number, a: number, b: number, isLow: boolean): number {
  const room = isLow ? a : 1 - b;
  const alpha = 2 - (1 + (2 * room) / (b - a)) ** -(crossoverIndex + 1);
  const power = 1 / (crossoverIndex + 1);
  return u <= 1 / alpha ? (u * alpha) ** power : (1 / (2 - u * alpha)) ** power;
}

/** A child of two numbers, by simulated binary crossover (Deb and Agrawal 1995, with the bounds of Deb and Jain 2011). */
function simulatedBinary(x: number, y: number, rng: Rng, swapping: number): number {
  const isSecond = rng.uniform() < swapping;
  const isBlended = rng.uniform() < blended;
  const u = rng.uniform();
  if (!isBlended || Math.abs(x - y) < 1e-14) return isSecond ? y : x;
  const [a, b] = x < y ? [x, y] : [y, x];
  const isLow = x < y !== isSecond;
  const step = (spread(u, a, b, isLow) * (b - a)) / 2;
  return (a + b) / 2 + (isLow ? -step : step);
}

/** A child of two numbers, anywhere between them and half as far beyond (Eshelman and Schaffer 1993). */
function blend(x: number, y: number, rng: Rng): number {
  const margin = blendAlpha * Math.abs(x - y);
  const low = Math.min(x, y) - margin;
  return low + rng.uniform() * (Math.max(x, y) + margin - low);
}

function crossedCode(axis: Axis, a: number, b: number, rng: Rng, options: CheckedNsgaIiOptions): number {
  const { crossover, swappingProbability } = options;
  // one of them has no such hyperparameter
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) ? b : a;
  if (axis.kind === 'categories' || crossover === 'uniform') return rng.uniform() < swappingProbability ? b : a;
  const [x, y] = [axis.place(a), axis.place(b)];
  // a value that nothing moved stays what it was to the last bit
  const place = crossover === 'blx-alpha' ? blend(x, y, rng) : simulatedBinary(x, y, rng, swappingProbability);
  if (place === x) return a;
  return place === y ? b : codeAt(axis, place);
}

/** A value changed at random: numbers by polynomial mutation (Deb and Goyal 1996), by one step at least; another category. */
function mutatedCode(axis: Axis, code: number, rng: Rng): number {
  if (axis.kind === 'categories') return (code + 1 + rng.int(axis.size - 1)) % axis.size;
  const place = axis.place(code);
  const u = rng.uniform();
  const power = 1 / (mutationIndex + 1);
  const shift =
    u < 0.5
      ? (2 * u + (1 - 2 * u) * (1 - place) ** (mutationIndex + 1)) ** power - 1
      : 1 - (2 * (1 - u) + (2 * u - 1) * place ** (mutationIndex + 1)) ** power;
  const moved = codeAt(axis, place + shift);
  if (axis.kind === 'continuous' || moved !== code) return moved;
  const next = u < 0.5 ? code - 1 : code + 1;
  if (next < 0) return 1;
  return next >= axis.size ? axis.size - 2 : next;
}

/** A child of two points, by crossover of each coordinate; NaN where neither has one. */
export function cross(
  axes: readonly Axis[],
  [first, second]: readonly [readonly number[], readonly number[]],
  rng: Rng,
  options: CheckedNsgaIiOptions,
): number[] {
  return axes.map((axis, j) => crossedCode(axis, first[j]!, second[j]!, rng, options));
}

/** Changes each coordinate with a chance. */
export function mutate(axes: readonly Axis[], codes: readonly number[], rng: Rng, chance: number): number[] {
  return axes.map((axis, j) => {
    const code = codes[j]!;
    return rng.uniform() < chance && !Number.isNaN(code) ? mutatedCode(axis, code, rng) : code;
  });
}
