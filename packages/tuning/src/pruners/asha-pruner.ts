import type { Direction } from '../study/best-trial.ts';
import type { Report, TrialHistory } from '../study/trial.ts';
import type { Pruner, PrunerDefinition, PruneRequest } from './pruner.ts';
import { pruneOptions } from './pruner-options.ts';

/** Options of the pruner `asha`. */
export interface AshaPrunerOptions {
  /** The step of the first decision, >= 1. Default: a hundredth of the longest complete trial; until there is one, none is pruned. */
  readonly minResource?: number;
  /** One of so many trials goes on at each decision, >= 2; decisions lie so many times as far apart. Default 4. */
  readonly reductionFactor?: number;
  /** Decisions that are left out at first, >= 0. Default 0. */
  readonly minEarlyStoppingRate?: number;
  /** Trials that must have reached a decision before any is kept there, >= 0. Default 0. */
  readonly bootstrapCount?: number;
}

/** Options of {@link AshaPrunerOptions} but the first. */
export const ashaRules = {
  reductionFactor: { kind: 'integer', least: 2, usual: 4 },
  minEarlyStoppingRate: { kind: 'integer', least: 0, usual: 0 },
  bootstrapCount: { kind: 'integer', least: 0, usual: 0 },
} as const;

/** The last step of the longest complete trial; undefined where none has reported. */
export function longestTrial(history: readonly TrialHistory[]): number | undefined {
  const steps = history.flatMap((trial) => (trial.state === 'complete' ? (trial.reports?.at(-1)?.[0] ?? []) : []));
  return steps.length === 0 ? undefined : steps.reduce((most, step) => Math.max(most, step), 0);
}

/** What a trial had reached at a step: its first report there or later. */
function valueFrom(reports: readonly Report[] | undefined, step: number): number | undefined {
  return reports?.find(([at]) => at >= step)?.[1];
}

function goesOn(value: number, competing: readonly number[], factor: number, direction: Direction): boolean {
  const place = Math.max(0, Math.floor(competing.length / factor) - 1);
  const sign = direction === 'maximize' ? -1 : 1;
  const ranked = competing.map((one) => sign * one).toSorted((a, b) => a - b);
  return sign * value <= ranked[place]!;
}

/**
 * Whether a trial is stopped at the rungs that its last report has reached.
 *
 * @param stepOf - The step of rung 0, 1, 2, ….
 * @param among - The other trials that compete.
 */
export function stopsAtRung(
  { trial, reports, direction }: PruneRequest,
  among: readonly TrialHistory[],
  stepOf: (rung: number) => number,
  { reductionFactor, bootstrapCount }: { readonly reductionFactor: number; readonly bootstrapCount: number },
): boolean {
  const [step, value] = reports.at(-1)!;
  const before = reports.slice(0, -1);
  let rung = 0;
  while (valueFrom(before, stepOf(rung)) !== undefined) rung++;
  for (; step >= stepOf(rung); rung++) {
    if (Number.isNaN(value)) return true;
    const at = stepOf(rung);
    const others = among.flatMap((other) => (other.trial === trial ? [] : (valueFrom(other.reports, at) ?? [])));
    const competing = [...others.filter((one) => !Number.isNaN(one)), value];
    if (competing.length <= bootstrapCount || !goesOn(value, competing, reductionFactor, direction)) return true;
  }
  return false;
}

/**
 * Asynchronous successive halving, as `SuccessiveHalvingPruner` of Optuna does it: at steps r, r·η, r·η², … a trial goes on only where it is among the best
 * 1/η of those that came so far. Options: {@link AshaPrunerOptions}.
 *
 * @see Li et al. (2020), "A system for massively parallel hyperparameter tuning", MLSys.
 */
export const ashaPruner: PrunerDefinition = {
  name: 'asha',
  create(given): Pruner {
    const options = pruneOptions('asha', given, { minResource: { kind: 'integer', least: 1 }, ...ashaRules });
    const { reductionFactor, minEarlyStoppingRate } = options;
    return {
      shouldPrune(request) {
        const longest = longestTrial(request.history);
        const estimated = longest === undefined ? undefined : Math.max(1, Math.floor(longest / 100));
        const first = Number.isNaN(options.minResource) ? estimated : options.minResource;
        if (first === undefined) return false;
        const stepOf = (rung: number): number => first * reductionFactor ** (minEarlyStoppingRate + rung);
        return stopsAtRung(request, request.history, stepOf, options);
      },
    };
  },
};
