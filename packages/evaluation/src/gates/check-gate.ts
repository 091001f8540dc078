import { InvalidArgumentError, nearest } from '@fraudx/core';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import type { Gate, GateOperator } from './parse-gate.ts';

/** What became of one gate. */
export interface GateResult {
  /** The condition, e.g. `average_precision >= 0.7`. */
  readonly gate: string;
  readonly metric: string;
  readonly operator: GateOperator;
  /** The number to reach; null when it is undefined on these rows. */
  readonly required: number | null;
  /** The number reached; null when it is undefined on these rows. */
  readonly actual: number | null;
  readonly passed: boolean;
  /** One sentence. */
  readonly reason: string;
}

function holds(actual: number, operator: GateOperator, required: number): boolean {
  switch (operator) {
    case '>=':
      return actual >= required;
    case '>':
      return actual > required;
    case '<=':
      return actual <= required;
    case '<':
      return actual < required;
  }
}

function read(gate: Gate, values: Readonly<Record<string, number>>, name: string): number {
  const value = values[name];
  if (value !== undefined) return value;
  const near = nearest(name, Object.keys(values));
  throw new InvalidArgumentError(
    `checkGate: gate "${gate.gate}" must name a known metric, got ${JSON.stringify(name)}`,
    {
      code: 'GATE_UNKNOWN_METRIC',
      hint: near === undefined ? `Metrics: ${Object.keys(values).join(', ')}` : `Did you mean "${near}"?`,
    },
  );
}

function text(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/**
 * Holds metrics against one gate. An undefined metric fails it.
 *
 * @param values - Metrics by name; NaN where undefined.
 * @throws {InvalidArgumentError} `GATE_UNKNOWN_METRIC`: the gate names a metric that is not in `values`.
 */
export function checkGate(gate: Gate, values: Readonly<Record<string, number>>): GateResult {
  const actual = read(gate, values, gate.metric);
  const required = typeof gate.required === 'number' ? gate.required : read(gate, values, gate.required);
  const passed = holds(actual, gate.operator, required);
  const bound = typeof gate.required === 'number' ? text(required) : `${gate.required} (${text(required)})`;
  const missing = [
    ...(Number.isNaN(actual) ? [gate.metric] : []),
    ...(Number.isNaN(required) ? [String(gate.required)] : []),
  ];
  const reason =
    missing.length > 0
      ? `${missing.join(' and ')} is undefined on these rows, so "${gate.gate}" cannot hold`
      : `${gate.metric} is ${text(actual)}, ${passed ? 'as' : 'but'} ${gate.operator} ${bound} is required`;
  return {
    gate: gate.gate,
    metric: gate.metric,
    operator: gate.operator,
    required: nullWhenUndefined(required),
    actual: nullWhenUndefined(actual),
    passed,
    reason,
  };
}
