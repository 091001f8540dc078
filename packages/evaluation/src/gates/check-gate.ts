import { InvalidArgumentError, nearest } from '@fraudx/core';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import type { ConfusionMatrix } from '../metrics/confusion-matrix.ts';
import { intervalMethodText } from '../uncertainty/interval-method.ts';
import type { IntervalFacts, MetricIntervals } from '../uncertainty/metric-intervals.ts';
import type { PairedComparison } from '../uncertainty/compare-models.ts';
import type { NoComparison } from './no-comparison.ts';
import { isNoComparison } from './no-comparison.ts';
import type { Gate, GateOperator } from './parse-gate.ts';

/** What became of one gate. */
export interface GateResult {
  /** The condition, e.g. `average_precision >= 0.7`. */
  readonly gate: string;
  readonly metric: string;
  readonly operator: GateOperator;
  /** The number to reach; null when it is undefined on these rows. */
  readonly required: number | null;
  /** The number reached; null when it is undefined on these rows, or there is nothing to compare with. */
  readonly actual: number | null;
  readonly passed: boolean;
  /** One sentence. */
  readonly reason: string;
  /** Whether it rests on a rough bound; absent where it does not. */
  readonly rough?: true;
}

/** What gates may look at beside the metrics. */
export interface GateEvidence {
  /** Needed by gates on a lower or upper bound. */
  readonly intervals?: MetricIntervals;
  /** By name, such as `champion`; null when there is none, or it is this model, which passes its gates; {@link NoComparison} says why. */
  readonly comparisons?: Readonly<Record<string, PairedComparison | NoComparison | null>>;
  /** Whether gates may hold by a bound that is rough. Default false: such a gate fails. */
  readonly allowRough?: boolean;
  /** Counts at the threshold, for the reason of the gate that compares accuracy with the majority rate. */
  readonly confusion?: ConfusionMatrix;
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

const words: Readonly<Record<GateOperator, string>> = {
  '>=': 'at least',
  '>': 'above',
  '<=': 'at most',
  '<': 'below',
};

/** Six digits, or all of them where six would show two different numbers as the same. */
function texts(actual: number, required: number): [string, string] {
  const short = (value: number): string => String(Number(value.toPrecision(6)));
  const alike = actual !== required && short(actual) === short(required);
  return alike ? [String(actual), String(required)] : [short(actual), short(required)];
}

function lookUp<T>(gate: Gate, table: Readonly<Record<string, T>>, name: string, what = 'a known metric'): T {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  if (value !== undefined) return value;
  const near = nearest(name, Object.keys(table));
  throw new InvalidArgumentError(`gates: "${gate.gate}" must name ${what}, got ${JSON.stringify(name)}`, {
    code: 'GATE_UNKNOWN_METRIC',
    hint: near === undefined ? `Metrics: ${Object.keys(table).join(', ')}` : `Did you mean "${near}"?`,
  });
}

function needs(gate: Gate, what: string): InvalidArgumentError {
  return new InvalidArgumentError(`gates: "${gate.gate}" must be given ${what}, got none`, {
    code: 'GATE_NEEDS_EVIDENCE',
  });
}

/** The number on the left of a gate, what it is called, and what makes it doubtful. */
interface Left {
  readonly actual: number;
  readonly label: string;
  /** Why the bound is useless. */
  readonly doubt?: string;
  /** Why the bound may be off. */
  readonly rough?: string;
}

function intervalText({ level, method }: IntervalFacts): string {
  return `${Number((100 * level).toPrecision(6))}% interval over ${intervalMethodText(method)}`;
}

function bounded(
  gate: Gate,
  of: { readonly low: number | null; readonly high: number | null; readonly rough?: string },
  facts: IntervalFacts,
  what: string,
): Left {
  return {
    actual: (gate.bound === 'lower' ? of.low : of.high) ?? NaN,
    label: `the ${gate.bound} bound of ${what} (${intervalText(facts)})`,
    ...(facts.warning === undefined ? {} : { doubt: facts.warning }),
    ...(of.rough === undefined ? {} : { rough: of.rough }),
  };
}

function left(gate: Gate, values: Readonly<Record<string, number>>, evidence: GateEvidence): Left | undefined {
  const { metric, versus, bound } = gate;
  if (versus !== undefined) {
    const comparison = evidence.comparisons?.[versus];
    if (comparison === undefined) throw needs(gate, `a comparison with ${versus}`);
    if (comparison === null || isNoComparison(comparison)) return undefined;
    const difference = lookUp(gate, comparison.metrics, metric, 'a metric that is compared');
    const label = `the difference in ${metric} to ${versus}`;
    if (bound === undefined) return { actual: difference.difference ?? NaN, label };
    return bounded(gate, difference, comparison, label);
  }
  if (bound === undefined) return { actual: lookUp(gate, values, metric), label: metric };
  if (evidence.intervals === undefined) throw needs(gate, 'intervals');
  const interval = lookUp(gate, evidence.intervals.intervals, metric, 'a metric that has an interval');
  return bounded(gate, interval, evidence.intervals, metric);
}

/** What accuracy above the majority rate means, which its name hides. */
function majorityText({ metric, required }: Gate, { confusion }: GateEvidence): string {
  if (metric !== 'accuracy' || required !== 'majority_rate') return '';
  const counts = confusion === undefined ? '' : `: ${confusion.tp} against ${confusion.fp}`;
  return `; it requires more frauds caught than false alerts${counts}`;
}

/**
 * Holds metrics against one gate. An undefined metric fails it, and so does a bound that is useless, or rough and not allowed.
 *
 * @param values - Metrics by name; NaN where undefined.
 * @param evidence - Intervals and comparisons, where gates ask for them.
 * @throws {InvalidArgumentError} `GATE_UNKNOWN_METRIC`: the gate names a metric that is not there, or has no interval. `GATE_NEEDS_EVIDENCE`: the gate
 * asks for an interval or a comparison that was not given.
 */
export function checkGate(
  gate: Gate,
  values: Readonly<Record<string, number>>,
  evidence: GateEvidence = {},
): GateResult {
  const { metric, operator } = gate;
  const found = left(gate, values, evidence);
  const required = typeof gate.required === 'number' ? gate.required : lookUp(gate, values, gate.required);
  const answer = { gate: gate.gate, metric, operator, required: nullWhenUndefined(required) };
  if (found === undefined) {
    const absent = evidence.comparisons?.[gate.versus ?? ''];
    const { passed, reason } = isNoComparison(absent)
      ? absent
      : { passed: true, reason: `there is no other ${gate.versus} to compare with` };
    return { ...answer, actual: null, passed, reason };
  }
  const { actual, label, doubt, rough } = found;
  const missing = [
    ...(Number.isNaN(actual) ? [label] : []),
    ...(Number.isNaN(required) ? [String(gate.required)] : []),
  ];
  if (doubt === undefined && missing.length > 0) {
    const reason = `${missing.join(' and ')} is undefined on these rows, so "${gate.gate}" cannot hold`;
    return { ...answer, actual: nullWhenUndefined(actual), passed: false, reason };
  }
  const refusedAsRough = rough !== undefined && evidence.allowRough !== true;
  const passed = doubt === undefined && !refusedAsRough && holds(actual, operator, required);
  const [shown, number] = texts(actual, required);
  const limit = `${words[operator]} ${typeof gate.required === 'number' ? number : `${gate.required} (${number})`}`;
  const compared = `${label} is ${shown}, ${holds(actual, operator, required) ? `${limit} as required` : `but must be ${limit}`}`;
  const reason =
    doubt !== undefined
      ? `${label} proves nothing: ${doubt}`
      : `${compared}${majorityText(gate, evidence)}${rough === undefined ? '' : `; the bound is rough (${rough})${refusedAsRough ? ', which refuses unless allowed' : ''}`}`;
  const isRough = doubt === undefined && rough !== undefined;
  return { ...answer, actual: nullWhenUndefined(actual), passed, reason, ...(isRough ? { rough: true } : {}) };
}
