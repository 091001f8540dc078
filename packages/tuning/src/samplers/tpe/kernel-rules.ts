import type { Axis } from './axis.ts';
import { logGaussMass } from './gauss-mass.ts';

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/** How wide the kernels of an estimator are. */
export interface KernelOptions {
  /** Weight of the prior kernel beside 1 of an observation, > 0. */
  readonly priorWeight: number;
  /** Whether no kernel is narrower than the range / min(100, kernels + 1). */
  readonly considerMagicClip: boolean;
  /** Whether the distance to an end of the range counts for the first and the last observation, as that to a neighbour. */
  readonly considerEndpoints: boolean;
}

/** Observations of the newest trials that count fully. */
const FULL = 25;

/**
 * The weight of each observation, oldest first: 1 for the newest 25, for the others rising evenly from 1/n to 1.
 *
 * @param i - In [0, n).
 */
export function observationWeight(i: number, n: number): number {
  const older = n - FULL;
  if (i >= older) return 1;
  return older === 1 ? 1 / n : 1 / n + (i * (1 - 1 / n)) / (older - 1);
}

/** Sum of the weights of n observations. */
export function totalWeight(n: number): number {
  const older = Math.max(0, n - FULL);
  if (older === 0) return n;
  return n - older + (older === 1 ? 1 / n : (older * (1 + 1 / n)) / 2);
}

/** How many of n trials count as good ones: a tenth, of one direction at most 25. */
export function goodTrials(n: number, directions = 1): number {
  const tenth = Math.ceil(0.1 * n);
  return directions === 1 ? Math.min(tenth, 25) : tenth;
}

/** The narrowest kernel of n observations, in units of the range. */
export function leastBandwidth(n: number, span: number, { considerMagicClip }: KernelOptions): number {
  return considerMagicClip ? 1 / Math.min(100, n + 2) : 1e-12 / span;
}

/**
 * Bandwidth of an observation: the larger distance to its neighbours, within limits.
 *
 * @param before - Place in [0, 1] of the observation before it in order; undefined for the first one.
 * @param after - That of the one after it; undefined for the last one.
 */
export function bandwidth(
  place: number,
  before: number | undefined,
  after: number | undefined,
  least: number,
  { considerEndpoints }: KernelOptions,
): number {
  const hasBefore = before !== undefined;
  const hasAfter = after !== undefined;
  const takesEnds = considerEndpoints || (!hasBefore && !hasAfter);
  const left = hasBefore ? place - before : takesEnds ? place : 0;
  const right = hasAfter ? after - place : takesEnds ? 1 - place : 0;
  return Math.min(1, Math.max(least, left, right));
}

/**
 * Logarithm of what a truncated normal kernel gives at its centre (continuous), or of the factor that makes its masses sum to 1 (steps).
 *
 * @param place - Centre, in [0, 1].
 */
export function kernelNorm(kind: Axis['kind'], place: number, sigma: number): number {
  const inside = logGaussMass(-place / sigma, (1 - place) / sigma);
  return kind === 'steps' ? -inside : -Math.log(sigma) - halfLogTwoPi - inside;
}

/** Chance of a category in a kernel: of its own one, and of each other one. */
export function categoryChances(
  nCategories: number,
  n: number,
  priorWeight: number,
): { readonly own: number; readonly other: number } {
  const share = priorWeight / (n + 1);
  const sum = 1 + nCategories * share;
  return { own: (1 + share) / sum, other: share / sum };
}
/** Logarithm of the mass of one step under a normal kernel that is not truncated. */
export function logStepMass(axis: Axis, place: number, sigma: number, code: number): number {
  return logGaussMass((axis.edge(code) - place) / sigma, (axis.edge(code + 1) - place) / sigma);
}
