import { DataError, InvalidArgumentError } from '@fraudx/core';
import { costCurveOf } from '../costs/cost-curve.ts';
import { costTable } from '../costs/cost-matrix.ts';
import type { CostTable } from '../costs/cost-matrix.ts';
import { countDays } from '../internal/count-days.ts';
import { rank } from '../internal/ranking.ts';
import type { Ranking } from '../internal/ranking.ts';
import { checkScoredRows } from '../metrics/scored-rows.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { fBetaOf } from '../metrics/f-beta-score.ts';
import { parseThresholdStrategy } from './parse-threshold-strategy.ts';
import { BUDGET_CONFIDENCE, alertsConfidence, rateConfidence } from './budget-confidence.ts';
import type { ThresholdStrategy } from './parse-threshold-strategy.ts';
import { sensitivityOf } from './threshold-sensitivity.ts';
import type { ThresholdSensitivity } from './threshold-sensitivity.ts';

/** Validation rows and how to choose on them. */
export interface ThresholdRequest extends Omit<ScoredRows, 'threshold' | 'card'> {
  /** A text that {@link parseThresholdStrategy} reads, such as `best-f1`, `precision>=0.9` or `min-cost`. */
  readonly strategy: string;
}

/** A chosen threshold: score >= threshold is fraud. */
export interface ChosenThreshold {
  /**
   * Half-way between the lowest score that alerts and the next lower one, the lowest score itself when all alert; above all
   * scores when `min-cost` finds that no alert pays; the given number for `fixed`.
   */
  readonly threshold: number;
  /** What the strategy optimises, at this threshold. */
  readonly value: number;
  /** What `value` is: `f1`, `f2`, `recall`, `precision` or `cost`. */
  readonly objective: string;
  readonly strategy: string;
  /**
   * Confidence that the budget of `fpr<=` or `alerts-per-day<=` holds for new rows with the same scores: at least 0.9 unless these rows
   * are too few for that; null for other strategies.
   */
  readonly confidence: number | null;
  /** Why the choice is not to be relied on, where it is not: few frauds, or a budget without that confidence. */
  readonly warnings: readonly string[];
  /** How much depends on the choice. */
  readonly sensitivity: ThresholdSensitivity;
}

/** What a strategy maximises over the points of a ranking; NaN where its condition does not hold. */
interface Objective {
  readonly name: string;
  readonly value: (k: number) => number;
  /** Confidence that the budget holds at a point; only where there is a budget. */
  readonly confidence?: Float64Array;
  /** Whether the budget is a capacity, to be used whatever the last alerts of these rows turned out to be. */
  readonly usesBudget?: true;
  /** What could be reached, for the error when no point will do. */
  readonly reach?: () => string;
}

function highest(size: number, value: (k: number) => number): number {
  let best = -Infinity;
  for (let k = 0; k < size; k++) best = Math.max(best, value(k));
  return best;
}

function objectiveOf(
  strategy: ThresholdStrategy,
  ranking: Ranking,
  request: ThresholdRequest,
  cost: Float64Array,
): Objective {
  const { size, tp, fp, positives, negatives } = ranking;
  const recall = (k: number): number => tp[k]! / positives;
  const precision = (k: number): number => tp[k]! / (tp[k]! + fp[k]!);
  switch (strategy.kind) {
    case 'best-f-beta':
      return {
        name: `f${strategy.beta}`,
        value: (k) => fBetaOf(tp[k]!, fp[k]!, positives - tp[k]!, strategy.beta),
      };
    case 'precision':
      return {
        name: 'recall',
        value: (k) => (precision(k) >= strategy.bound ? recall(k) : NaN),
        reach: () => `the highest precision on these rows is ${highest(size, precision).toPrecision(3)}`,
      };
    case 'recall':
      return { name: 'precision', value: (k) => (recall(k) >= strategy.bound ? precision(k) : NaN) };
    case 'fpr':
      return {
        name: 'recall',
        value: (k) => (negatives === 0 || fp[k]! / negatives <= strategy.bound ? recall(k) : NaN),
        confidence: rateConfidence(ranking, request, strategy.bound),
        reach: () => `the lowest rate with an alert is ${(fp[0]! / negatives).toPrecision(3)}`,
      };
    case 'alerts-per-day': {
      if (request.day === undefined) {
        throw new InvalidArgumentError('day must be given for alerts-per-day, got none', {
          subject: 'chooseThreshold',
          hint: 'Name the time column; only timestamps have days, plain numbers do not',
        });
      }
      const nDays = countDays(request)!;
      return {
        name: 'recall',
        value: (k) => ((tp[k]! + fp[k]!) / nDays <= strategy.bound ? recall(k) : NaN),
        confidence: alertsConfidence(ranking, request, request.day, strategy.bound),
        usesBudget: true,
        reach: () => `the highest score alone makes ${((tp[0]! + fp[0]!) / nDays).toPrecision(3)} alerts per day`,
      };
    }
    case 'min-cost':
      return { name: 'cost', value: (k) => -cost[k]! };
    case 'fixed':
      return { name: 'f1', value: (k) => fBetaOf(tp[k]!, fp[k]!, positives - tp[k]!, 1) };
  }
}

/** Half-way down to the next point: a model fitted again scores a little lower or higher, and the score itself could be out of its reach. */
function middleBelow({ threshold, size }: Ranking, k: number): number {
  if (k === size - 1) return threshold[k]!;
  const middle = (threshold[k]! + threshold[k + 1]!) / 2;
  return middle > threshold[k + 1]! ? middle : threshold[k]!;
}

/** The smallest number above a finite one. */
function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]! += value > 0 ? 1n : -1n;
  return new Float64Array(bits.buffer)[0]!;
}

/** Fewest frauds on which a threshold is chosen without a warning. */
const FEW_FRAUDS = 20;

function choiceWarnings({ yTrue, strategy }: ThresholdRequest, confidence: number | undefined): string[] {
  const warnings: string[] = [];
  const frauds = yTrue.reduce((sum, y) => sum + y, 0);
  if (frauds < FEW_FRAUDS) {
    warnings.push(
      `the threshold (${strategy}) was chosen on only ${frauds} ${frauds === 1 ? 'fraud' : 'frauds'}: another sample would give a different one`,
    );
  }
  if (confidence !== undefined && confidence < BUDGET_CONFIDENCE) {
    warnings.push(
      `the budget ${strategy} holds on these rows, but on new rows only with a confidence of ${Math.floor(100 * confidence)} %: for ${100 * BUDGET_CONFIDENCE} % the rows are too few, or the days differ too much`,
    );
  }
  return warnings;
}

/** The cheapest threshold is all or nothing where only one kind of error costs. */
function checkBothSides({ fixed, share }: CostTable): void {
  for (const [outcome, i] of [
    ['falseAlert', 1],
    ['missedFraud', 2],
  ] as const) {
    if (fixed[i]! > 0 || share[i]! > 0) continue;
    throw new InvalidArgumentError(`costs.${outcome} must be above 0 for min-cost, got nothing`, {
      subject: 'chooseThreshold',
      hint: 'Say what a missed fraud (missedFraud) and a false alert (falseAlert) cost; with only one of them, the best is to alert always or never',
    });
  }
}

function costsOf(request: ThresholdRequest, strategy: ThresholdStrategy): CostTable | undefined {
  if (request.costs !== undefined) {
    const table = costTable('chooseThreshold', request.costs);
    if (strategy.kind === 'min-cost') checkBothSides(table);
    return table;
  }
  if (strategy.kind !== 'min-cost') return undefined;
  throw new InvalidArgumentError('costs must be given for min-cost, got none', {
    subject: 'chooseThreshold',
    hint: 'Say what a missed fraud and a false alert cost',
  });
}

/**
 * Chooses the threshold that is best on these rows; choose on validation rows, read the test rows once.
 *
 * `best-f…` maximises F-beta; `precision>=p` the recall among thresholds of that precision; `recall>=r` the precision;
 * `fpr<=b` and `alerts-per-day<=a` the recall within the budget, held with a confidence of 90 % on new rows; `min-cost` minimises the total cost, no alert at all included.
 * Among equally good thresholds the strictest wins: fewer alerts. Of `alerts-per-day<=a`, which is a capacity, the last one within the budget
 * wins: on few frauds the recall says too little to leave it unused. A capacity for all rows of a day decides nothing: there the strictest wins.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score outside [0, 1], a bad weight, strategy, amount or cost; a
 * strategy that needs days or costs without them.
 * @throws {DataError} `TARGET_ONE_CLASS`: no label is 1. `THRESHOLD_UNREACHABLE`: no threshold meets the condition.
 * @example
 * chooseThreshold({ yTrue: Uint8Array.of(0, 0, 1, 1), yScore: Float64Array.of(0.1, 0.4, 0.35, 0.8), strategy: 'best-f1' }).threshold; // 0.225, between 0.35 and 0.1
 */
export function chooseThreshold(request: ThresholdRequest): ChosenThreshold {
  const strategy = parseThresholdStrategy(request.strategy);
  checkScoredRows('chooseThreshold', { ...request, threshold: 0 });
  const ranking = rank(request.yTrue, request.yScore, request.sampleWeight);
  if (!(ranking.positives > 0)) {
    throw new DataError('TARGET_ONE_CLASS', 'yTrue must contain a 1, got only 0', {
      subject: 'chooseThreshold',
      hint: 'Use more validation rows, or a stratified split, so that validation holds some fraud',
    });
  }
  const table = costsOf(request, strategy);
  const costs = table === undefined ? undefined : costCurveOf(request, table);
  const objective = objectiveOf(strategy, ranking, request, costs?.cost ?? new Float64Array());
  const nDays = countDays(request);
  const finish = (threshold: number, value: number, confidence?: number): ChosenThreshold => ({
    threshold,
    value: objective.name === 'cost' ? -value : value,
    objective: objective.name,
    strategy: request.strategy,
    confidence: confidence ?? null,
    warnings: strategy.kind === 'fixed' ? [] : choiceWarnings(request, confidence),
    sensitivity: sensitivityOf({ ranking, threshold, value, objective: objective.value, cost: costs?.cost, nDays }),
  });
  if (strategy.kind === 'fixed') {
    let k = -1;
    while (k + 1 < ranking.size && ranking.threshold[k + 1]! >= strategy.threshold) k++;
    return finish(strategy.threshold, k < 0 ? 0 : objective.value(k));
  }
  const from = strategy.kind === 'min-cost' ? -costs!.never : -Infinity;
  const { confidence } = objective;
  // A budget for every row is none: nothing would be left without an alert.
  const isBinding = Number.isNaN(objective.value(ranking.size - 1));
  // The budget with confidence where these rows are enough for that, else at the point that keeps most room.
  const sure =
    confidence === undefined
      ? undefined
      : bestPoint(
          ranking.size,
          (k) => (confidence[k]! >= BUDGET_CONFIDENCE ? objective.value(k) : NaN),
          from,
          objective.usesBudget === true && isBinding,
        );
  const within = (k: number): number => (Number.isNaN(objective.value(k)) ? NaN : confidence![k]!);
  const safest = sure !== undefined && sure.k < 0 ? bestPoint(ranking.size, within, -Infinity).value : undefined;
  const best =
    sure !== undefined && sure.k >= 0
      ? sure
      : bestPoint(ranking.size, (k) => (safest !== undefined && within(k) < safest ? NaN : objective.value(k)), from);
  if (best.k >= 0) return finish(middleBelow(ranking, best.k), best.value, confidence?.[best.k]);
  if (strategy.kind === 'min-cost') return finish(nextUp(ranking.threshold[0]!), best.value);
  throw new DataError(
    'THRESHOLD_UNREACHABLE',
    `strategy must be reachable, got ${request.strategy}${objective.reach ? `; ${objective.reach()}` : ''}`,
    { subject: 'chooseThreshold', hint: 'Require less, or choose best-f1' },
  );
}

/** The first point with the highest value above `from`, or the last one; k is −1 where there is none. */
function bestPoint(
  size: number,
  value: (k: number) => number,
  from: number,
  takesLast = false,
): { k: number; value: number } {
  let best = { k: -1, value: from };
  for (let k = 0; k < size; k++) {
    const here = value(k);
    if (here > best.value || (takesLast && best.k >= 0 && here === best.value)) best = { k, value: here };
  }
  return best;
}
