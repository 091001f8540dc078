import type { FittedBooster } from '@fraudx/trees';
import type { Estimator, FitWarning } from '../estimator.ts';

/**
 * A leaf that adds so much to the log odds, after shrinkage, outweighs every other tree and leaves its rows without a gradient. Default
 * fits of data with 0.1 to 5 % fraud stay below 24 where they rank well; those that fail reach hundreds to tens of thousands.
 */
const LARGEST_LEAF = 25;

/** What keeps leaves of few rows small, by the names of each algorithm. */
const REMEDIES: Readonly<Record<string, readonly (readonly [name: string, value: number])[]>> = {
  xgboost: [
    ['lambda', 1],
    ['min_child_weight', 1],
  ],
  lightgbm: [
    ['lambda_l2', 1],
    ['min_sum_hessian_in_leaf', 1],
  ],
};

/**
 * What to say about boosted trees with a leaf whose weight ran away. A leaf of n frauds has a hessian of n times the share of fraud
 * alone, so that without an L2 penalty its Newton step is one over that share: LightGBM's defaults, which have none, can rank worse
 * than a single tree when frauds are a few in a thousand.
 *
 * @param y - Labels of the training, for the share of fraud.
 */
export function leafWarnings(
  { algorithm, params }: Estimator,
  { ensemble }: Pick<FittedBooster, 'ensemble'>,
  y: Uint8Array,
): FitWarning[] {
  let largest = 0;
  let tree = 0;
  ensemble.trees.forEach(({ feature, value }, t) => {
    for (const [node, weight] of value.entries()) {
      if (feature[node]! >= 0 || Math.abs(weight) <= largest) continue;
      largest = Math.abs(weight);
      tree = t;
    }
  });
  if (largest <= LARGEST_LEAF) return [];
  const loose = (REMEDIES[algorithm] ?? []).filter(([name, value]) => (params[name] as number) < value);
  const tries = loose.length > 0 ? loose : [['max_delta_step', 2] as const];
  let frauds = 0;
  for (const label of y) frauds += label;
  const share = Number(((100 * frauds) / y.length).toPrecision(2));
  const message =
    `a leaf of tree ${tree + 1} moves the log odds by ${Number(largest.toPrecision(3))}, more than all other trees can correct: ` +
    `with ${share} % fraud the steps of small leaves are large; try ${tries.map(([name, value]) => `${name} ${value}`).join(' or ')}`;
  return [{ code: 'LARGE_LEAVES', message }];
}
