import { InvalidArgumentError } from '@fraudx/core';
import { metricRange } from '../metrics/metric-catalogue.ts';

/** How a gate compares. */
export type GateOperator = '>=' | '>' | '<=' | '<';

/** A condition on the metrics of an evaluation. */
export interface Gate {
  /** The condition in one spelling, e.g. `average_precision >= 0.7`. */
  readonly gate: string;
  /** Metric on the left, without `delta_`. */
  readonly metric: string;
  readonly operator: GateOperator;
  /** A number, or the name of the metric it is compared with. */
  readonly required: number | string;
  /** With whom the metric is compared: the gate is then on the difference. */
  readonly versus?: string;
  /** The end of the confidence interval that the gate is on; absent for the value itself. */
  readonly bound?: 'lower' | 'upper';
}

/** Gates that have a name of their own, beside the conditions that anybody can write. */
export const namedGates: Readonly<Record<string, string>> = {
  /** Better than always answering "genuine" by accuracy, which requires more frauds caught than false alerts: precision above one half. */
  'beats-majority': 'accuracy > majority_rate',
};

/**
 * The gates that every evaluation must pass: accuracy as asked, better than chance, and enough fraud caught.
 *
 * Better than chance is average precision above the base rate, by its interval; where the user said what answers cost, that the model
 * saves money. Accuracy alone passes a model that calls everything genuine; the recall refuses it.
 *
 * @param costsGiven - Whether costs were configured, and not assumed.
 */
export function defaultGates(costsGiven = false): readonly string[] {
  return [
    'accuracy >= 0.9',
    costsGiven ? 'savings > 0' : 'average_precision: lower bound > base_rate',
    'recall >= 0.1',
  ];
}

const pattern =
  /^\s*(delta_)?([a-z][a-z0-9_.@]*)(?:\s+vs\s+([a-z][a-z0-9_-]*))?(?:\s*:\s*(lower|upper)\s+bound)?\s*(>=|<=|>|<)\s*(\S+)\s*$/;
const metricName = /^[a-z][a-z0-9_.@]*$/;
const number = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function refuse(text: string, form: string): InvalidArgumentError {
  return new InvalidArgumentError(`gate must have the form "${form}", got ${JSON.stringify(text)}`, {
    subject: 'parseGate',
    code: 'GATE_SYNTAX',
    hint: 'Write for example "average_precision >= 0.7" or "delta_average_precision vs champion: lower bound > -0.01"',
  });
}

/** Refuses a gate that no model passes because the metric cannot have such a value. */
function checkPossible(text: string, metric: string, operator: GateOperator, required: number): void {
  const [least, most] = metricRange(metric);
  const isPossible = { '>=': required <= most, '>': required < most, '<=': required >= least, '<': required > least };
  if (isPossible[operator]) return;
  throw new InvalidArgumentError(
    `gate must ask for a value that ${metric} can have, ${least} to ${most}, got ${JSON.stringify(text)}`,
    {
      subject: 'parseGate',
      code: 'GATE_IMPOSSIBLE',
      details: { metric, required, least, most },
      hint: 'No model could pass it.',
    },
  );
}

/**
 * Reads a gate, or one of {@link namedGates}: `average_precision >= 0.7`, `accuracy > majority_rate`, `recall: lower bound >= 0.5` or
 * `delta_average_precision vs champion: lower bound > -0.01`.
 *
 * @throws {InvalidArgumentError} `GATE_SYNTAX`: none of these forms. `GATE_IMPOSSIBLE`: the metric never has such a value.
 * @example
 * parseGate('average_precision >= 0.7').required; // 0.7
 */
export function parseGate(text: string): Gate {
  const match = pattern.exec(namedGates[text.trim()] ?? text);
  if (match === null) throw refuse(text, 'metric >= number');
  const [, delta, metric, versus, bound, operator, right] = match as unknown as [
    string,
    string | undefined,
    string,
    string | undefined,
    'lower' | 'upper' | undefined,
    GateOperator,
    string,
  ];
  const isNumber = number.test(right);
  if ((delta === undefined) !== (versus === undefined)) throw refuse(text, 'delta_metric vs champion >= number');
  if (!isNumber && (!metricName.test(right) || versus !== undefined)) throw refuse(text, 'metric >= number');
  const required = isNumber ? Number(right) : right;
  if (typeof required === 'number' && versus === undefined) checkPossible(text, metric, operator, required);
  const left = `${delta ?? ''}${metric}${versus === undefined ? '' : ` vs ${versus}`}`;
  const ofBound = bound === undefined ? '' : `: ${bound} bound`;
  return {
    gate: `${left}${ofBound} ${operator} ${required}`,
    metric,
    operator,
    required,
    ...(versus === undefined ? {} : { versus }),
    ...(bound === undefined ? {} : { bound }),
  };
}
