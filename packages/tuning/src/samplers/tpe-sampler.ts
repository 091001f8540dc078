import { canonicalJson } from '@fraudx/core';
import { activePart } from '../space/conditions.ts';
import { samplePoint } from '../space/sample-point.ts';
import type { SearchSpace } from '../space/search-space.ts';
import { valueAt } from '../space/value-at.ts';
import type { Direction } from '../study/best-trial.ts';
import type { TrialHistory } from '../study/trial.ts';
import type { SamplerDefinition } from './sampler.ts';
import type { Axis } from './tpe/axis.ts';
import { createAxis } from './tpe/axis.ts';
import { TpeGroup } from './tpe/tpe-group.ts';
import type { TpeSamplerOptions } from './tpe/tpe-options.ts';
import { parseTpeOptions } from './tpe/tpe-options.ts';
import { TrialRanking } from './tpe/trial-ranking.ts';

/** What is known of a study, kept from one suggestion to the next. */
class TpeModel {
  readonly ranking: TrialRanking;
  readonly groups: readonly TpeGroup[];
  #nTrials = 0;

  constructor(
    axes: readonly (readonly Axis[])[],
    directions: readonly Direction[],
    options: Required<TpeSamplerOptions>,
  ) {
    this.ranking = new TrialRanking(directions, options.constantLiar);
    this.groups = axes.map((group) => new TpeGroup(group, options, directions.length));
  }

  /** Takes a longer history; false where it is that of another study. */
  extend(history: readonly TrialHistory[]): boolean {
    const moved = this.ranking.extend(history);
    if (moved === undefined) return false;
    for (const group of this.groups) {
      for (const { params } of history.slice(this.#nTrials)) group.add(params);
      group.move(moved, this.ranking);
    }
    this.#nTrials = history.length;
    return true;
  }
}

/** The hyperparameters with more than one value, in groups that are suggested together: those with one condition, which all or none of a trial's points have. */
function groupsOf(space: SearchSpace, isMultivariate: boolean): readonly (readonly Axis[])[] {
  const axes = Object.entries(space).flatMap(([name, dimension]) => createAxis(name, dimension) ?? []);
  if (axes.length === 0) return [];
  if (!isMultivariate) return axes.map((axis) => [axis]);
  const groups = new Map<string, Axis[]>();
  for (const axis of axes) {
    const condition = canonicalJson(space[axis.name]!.when ?? {});
    groups.set(condition, [...(groups.get(condition) ?? []), axis]);
  }
  return [...groups.values()];
}

/**
 * Tree-structured Parzen estimator, defined as the `TPESampler` of Optuna 5: the best tenth of the trials gives one density, the others another one, and
 * the suggestion is the best by their ratio of some points drawn from the first. Options: {@link TpeSamplerOptions}.
 *
 * With several directions the best tenth are the first Pareto fronts, and of the last of them the trials that add most hypervolume. Trials that violate a
 * constraint come after all others, by how much.
 *
 * A suggestion costs little more with many trials than with few: the densities change with the trials that are new, and candidates and kernels that
 * cannot matter are left out.
 *
 * @see Bergstra, Bardenet, Bengio and Kegl (2011), "Algorithms for hyper-parameter optimization", NeurIPS.
 * @see Ozaki, Tanigaki, Watanabe, Nomura and Onishi (2022), "Multiobjective tree-structured Parzen estimator", Journal of Artificial Intelligence Research 73.
 * @see Watanabe (2023), "Tree-structured Parzen estimator", arXiv:2304.11127.
 */
export const tpeSampler: SamplerDefinition = {
  name: 'tpe',
  isExhaustive: false,
  hasMemory: true,
  create({ space, directions, options: given }) {
    const options = parseTpeOptions(given);
    const groups = groupsOf(space, options.multivariate);
    let model = new TpeModel(groups, directions, options);
    return {
      size: Infinity,
      suggest({ history, rng }) {
        if (!model.extend(history)) {
          model = new TpeModel(groups, directions, options);
          model.extend(history);
        }
        const { ranking } = model;
        if (ranking.nRanked < options.nStartupTrials) return samplePoint(space, rng);
        const { bad } = ranking;
        const chosen = new Map(model.groups.flatMap((group) => group.suggest(options.nEiCandidates, rng, bad)));
        const point = Object.fromEntries(
          Object.entries(space).map(([name, dimension]) => [name, chosen.get(name) ?? valueAt(dimension, 0)]),
        );
        return activePart(space, point);
      },
    };
  },
};
