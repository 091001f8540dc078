import { InvalidArgumentError } from '@fraudx/core';
import type { Direction } from './best-trial.ts';
import type { NoiseOf } from '../terminator/terminator.ts';
import type { TrialHistory } from './trial.ts';
import { isFeasible } from './trial.ts';

/** When a study ends before its last trial. All rules need one direction. */
export interface StoppingRules {
  /** Ends when so many trials have ended since the best one, >= 1. Default: never. */
  readonly patience?: number;
  /** Ends when a value is as good as this. Default: never. */
  readonly targetValue?: number;
  /** Ends when no setting is expected to be better by more than the best value is uncertain, which this says. Default: never. */
  readonly noiseOf?: NoiseOf;
}

/** Whether any rule is given. */
export function hasRules({ patience, targetValue, noiseOf }: StoppingRules): boolean {
  return patience !== undefined || targetValue !== undefined || noiseOf !== undefined;
}

/** @throws {InvalidArgumentError} A rule is out of range, or there are several directions. */
export function checkRules(owner: string, rules: StoppingRules, directions: readonly Direction[]): void {
  const { patience, targetValue } = rules;
  if (patience !== undefined && (!Number.isSafeInteger(patience) || patience < 1)) {
    throw new InvalidArgumentError(`patience must be an integer >= 1, got ${String(patience)}`, { subject: owner });
  }
  if (targetValue !== undefined && !Number.isFinite(targetValue)) {
    throw new InvalidArgumentError(`targetValue must be a finite number, got ${String(targetValue)}`, {
      subject: owner,
    });
  }
  if (hasRules(rules) && directions.length > 1) {
    throw new InvalidArgumentError('patience, targetValue and noiseOf must be absent with several directions', {
      subject: owner,
    });
  }
}

/**
 * Whether a study is over by its rules; a trial that violates a constraint is never the best.
 *
 * @param history - The trials that count, by number; those that run are not counted.
 */
export function isOver(
  history: readonly TrialHistory[],
  { patience, targetValue }: StoppingRules,
  direction: Direction,
): boolean {
  const sign = direction === 'maximize' ? 1 : -1;
  let best = -Infinity;
  let since = 0;
  for (const trial of history) {
    if (trial.state === 'running') continue;
    const gain = isFeasible(trial) && trial.value !== undefined ? sign * trial.value : -Infinity;
    if (targetValue !== undefined && gain >= sign * targetValue) return true;
    since = gain > best ? 0 : since + 1;
    best = Math.max(best, gain);
    if (patience !== undefined && since >= patience) return true;
  }
  return false;
}
