import { InvalidArgumentError } from '@fraudx/core';

/** How a gate compares. */
export type GateOperator = '>=' | '>' | '<=' | '<';

/** A condition on the metrics of an evaluation. */
export interface Gate {
  /** The condition in one spelling, e.g. `average_precision >= 0.7`. */
  readonly gate: string;
  /** Metric on the left. */
  readonly metric: string;
  readonly operator: GateOperator;
  /** A number, or the name of the metric it is compared with. */
  readonly required: number | string;
}

/** The gates that every evaluation must pass: accuracy as asked, and better than always answering the same. */
export const defaultGates: readonly string[] = ['accuracy >= 0.9', 'accuracy > majority_rate'];

const pattern = /^\s*([a-z][a-z0-9_.@]*)\s*(>=|<=|>|<)\s*(\S+)\s*$/;
const metricName = /^[a-z][a-z0-9_.@]*$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a gate such as `average_precision >= 0.7` or `accuracy > majority_rate`.
 *
 * @throws {InvalidArgumentError} `GATE_SYNTAX`: not of the form metric, operator (>=, >, <=, <), number or metric.
 * @example
 * parseGate('average_precision >= 0.7').required; // 0.7
 */
export function parseGate(text: string): Gate {
  const match = pattern.exec(text);
  const right = match?.[3] ?? '';
  const isNumber = number.test(right);
  if (match === null || !(isNumber || metricName.test(right))) {
    throw new InvalidArgumentError(
      `parseGate: gate must have the form "metric >= number", got ${JSON.stringify(text)}`,
      { code: 'GATE_SYNTAX', hint: 'Write for example "average_precision >= 0.7" or "accuracy > majority_rate"' },
    );
  }
  const metric = match[1]!;
  const operator = match[2] as GateOperator;
  const required = isNumber ? Number(right) : right;
  return { gate: `${metric} ${operator} ${required}`, metric, operator, required };
}
