import { parseThresholdStrategy } from '../thresholds/parse-threshold-strategy.ts';
import type { ThresholdStrategy } from '../thresholds/parse-threshold-strategy.ts';
import { parseGate } from './parse-gate.ts';
import type { Gate } from './parse-gate.ts';

/** The metric that a strategy holds to a bound, and from which side. */
function promiseOf(
  strategy: ThresholdStrategy,
): { metric: string; side: 'at least' | 'at most'; bound: number } | undefined {
  switch (strategy.kind) {
    case 'precision':
    case 'recall':
      return { metric: strategy.kind, side: 'at least', bound: strategy.bound };
    case 'fpr':
      return { metric: 'false_positive_rate', side: 'at most', bound: strategy.bound };
    case 'alerts-per-day':
      return { metric: 'alerts_per_day', side: 'at most', bound: strategy.bound };
    case 'best-f-beta':
    case 'min-cost':
    case 'fixed':
      return undefined;
  }
}

function conflictOf(gate: Gate, text: string, strategy: ThresholdStrategy): string | undefined {
  const { metric, operator, required, versus } = gate;
  if (versus !== undefined) return undefined;
  const isLower = operator.startsWith('>');
  // Of accuracy above the majority rate follows precision above one half, and the other way round.
  const asksPrecision =
    isLower && metric === 'accuracy' && required === 'majority_rate'
      ? 0.5
      : isLower && metric === 'precision'
        ? required
        : undefined;
  if (typeof asksPrecision === 'number') {
    if (strategy.kind === 'precision' && strategy.bound < asksPrecision) {
      return `"${gate.gate}" asks for a precision above ${asksPrecision}, but the threshold (${text}) is as low as a precision of ${strategy.bound} allows`;
    }
    if (metric === 'accuracy' && ['recall', 'fpr', 'alerts-per-day', 'min-cost'].includes(strategy.kind)) {
      return `"${gate.gate}" requires more frauds caught than false alerts, which a threshold by ${text} does not aim at; with rare fraud it mostly refuses such a model`;
    }
  }
  const promise = promiseOf(strategy);
  if (promise === undefined || typeof required !== 'number' || metric !== promise.metric || metric === 'precision')
    return undefined;
  const { side, bound } = promise;
  if (side === 'at least') {
    if (isLower && required > bound)
      return `"${gate.gate}" asks for more than the threshold (${text}) is chosen to reach`;
    if (!isLower && required < bound) return `"${gate.gate}" and the threshold (${text}) exclude each other`;
    return undefined;
  }
  if (!isLower && required < bound) return `"${gate.gate}" asks for less than the threshold (${text}) allows`;
  if (isLower && required > bound) return `"${gate.gate}" and the threshold (${text}) exclude each other`;
  return undefined;
}

/**
 * Where gates and the strategy of the threshold contradict each other, so that a model can hardly pass however good it is. Known before
 * anything is trained.
 *
 * @param gates - Texts that {@link parseGate} reads.
 * @param strategy - A text that {@link parseThresholdStrategy} reads.
 * @returns One sentence for each; empty when there is none.
 * @throws {InvalidArgumentError} `GATE_SYNTAX`, `THRESHOLD_STRATEGY`.
 * @example
 * gateConflicts(['recall >= 0.9'], 'recall>=0.8').length; // 1
 */
export function gateConflicts(gates: readonly string[], strategy: string): string[] {
  const parsed = parseThresholdStrategy(strategy);
  return gates.flatMap((text) => conflictOf(parseGate(text), strategy, parsed) ?? []);
}
