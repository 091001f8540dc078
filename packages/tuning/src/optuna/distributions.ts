/** Optuna's distributions and our dimensions: the same ranges, with other names. Source: `optuna.distributions`, Optuna 5.0. */
import { DataError, parseJson, shownValue } from '@fraudx/core';
import type { Dimension, ParamValue } from '../space/search-space.ts';

/** A distribution of Optuna; a step of null is none. */
export type OptunaDistribution =
  | {
      readonly name: 'FloatDistribution';
      readonly step: number | null;
      readonly low: number;
      readonly high: number;
      readonly log: boolean;
    }
  | {
      readonly name: 'IntDistribution';
      readonly log: boolean;
      readonly step: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly name: 'CategoricalDistribution'; readonly choices: readonly (ParamValue | null)[] };

/** What stands for Python's `None` among the choices. */
export const noneText = 'None';

/** The largest of low, low + step, … that is not above high, as Optuna wants it. */
function lastStep(low: number, high: number, step: number): number {
  const steps = Math.floor((high - low) / step + 1e-8);
  // decimal steps such as 0.1 end where their text does
  return Number((low + steps * step).toPrecision(15));
}

/** A dimension as Optuna has it; one value is a list of one choice. */
export function distributionOf(dimension: Dimension): OptunaDistribution {
  if (dimension.type === 'fixed') return { name: 'CategoricalDistribution', choices: [dimension.value] };
  if (dimension.type === 'categorical') return { name: 'CategoricalDistribution', choices: dimension.values };
  const { type, low, high, log, step } = dimension;
  if (type === 'int') {
    const last = step === 1 ? high : lastStep(low, high, step);
    return { name: 'IntDistribution', log, step, low, high: last };
  }
  if (step === undefined) return { name: 'FloatDistribution', step: null, low, high, log };
  return { name: 'FloatDistribution', step, low, high: lastStep(low, high, step), log };
}

/** The dimension of a distribution. A list of one choice is a list. */
export function dimensionOf(distribution: OptunaDistribution): Dimension {
  if (distribution.name === 'CategoricalDistribution') {
    return { type: 'categorical', values: distribution.choices.map((choice) => choice ?? noneText) };
  }
  const { low, high, log } = distribution;
  if (distribution.name === 'IntDistribution') return { type: 'int', low, high, log, step: distribution.step };
  const { step } = distribution;
  return step === null ? { type: 'float', low, high, log } : { type: 'float', low, high, log, step };
}

/** A value as Optuna stores it: the number, or the place of the choice; undefined where the distribution has no such choice. */
export function internalOf(distribution: OptunaDistribution, value: ParamValue): number | undefined {
  if (distribution.name !== 'CategoricalDistribution') return typeof value === 'number' ? value : undefined;
  const place = distribution.choices.findIndex((choice) => Object.is(choice, value));
  return place === -1 ? undefined : place;
}

/** A value from what Optuna stores; undefined where the distribution has no such choice. */
export function externalOf(distribution: OptunaDistribution, internal: number): ParamValue | undefined {
  if (distribution.name !== 'CategoricalDistribution') return internal;
  const choice = distribution.choices[internal];
  return choice === null ? noneText : choice;
}

/** A distribution as Optuna writes it. */
export function distributionJson({ name, ...attributes }: OptunaDistribution): string {
  return JSON.stringify({ name, attributes });
}

function isChoice(value: unknown): value is ParamValue | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Distributions of Optuna before version 3, by what they are now. */
function renamed(name: unknown, attributes: Record<string, unknown>): [unknown, Record<string, unknown>] {
  const { q, ...range } = attributes;
  if (name === 'UniformDistribution') return ['FloatDistribution', { log: false, step: null, ...range }];
  if (name === 'LogUniformDistribution') return ['FloatDistribution', { ...range, log: true, step: null }];
  if (name === 'DiscreteUniformDistribution') return ['FloatDistribution', { ...range, log: false, step: q }];
  if (name === 'IntUniformDistribution') return ['IntDistribution', { step: 1, ...range, log: false }];
  if (name === 'IntLogUniformDistribution') return ['IntDistribution', { step: 1, ...range, log: true }];
  return [name, attributes];
}

/**
 * A distribution from the text that Optuna stores.
 *
 * @param source - Where it came from, for messages.
 * @throws {DataError} `BAD_OPTUNA_STUDY`: it is none that is known.
 */
export function parseDistribution(text: string, source: string): OptunaDistribution {
  const bad = (got: string): DataError =>
    new DataError(
      'BAD_OPTUNA_STUDY',
      `${source}: distribution must be a FloatDistribution, IntDistribution or CategoricalDistribution, got ${got}`,
      { details: { source } },
    );
  const json = parseJson(text, source) as { name?: unknown; attributes?: unknown } | null;
  if (typeof json?.attributes !== 'object' || json.attributes === null) throw bad(shownValue(json?.name));
  const [name, attributes] = renamed(json.name, json.attributes as Record<string, unknown>);
  if (name === 'CategoricalDistribution') {
    const { choices } = attributes;
    if (!Array.isArray(choices) || choices.length === 0) throw bad('no choices');
    const odd = choices.find((choice) => !isChoice(choice));
    if (odd !== undefined) throw bad(`the choice ${shownValue(odd)}`);
    return { name, choices: choices as (ParamValue | null)[] };
  }
  if (name !== 'FloatDistribution' && name !== 'IntDistribution') throw bad(shownValue(name));
  const { low, high, log, step = name === 'IntDistribution' ? 1 : null } = attributes;
  const isStep = name === 'FloatDistribution' && step === null ? true : typeof step === 'number' && step > 0;
  const isRange = typeof low === 'number' && typeof high === 'number' && low <= high;
  if (!isRange || typeof log !== 'boolean' || !isStep) throw bad(`${name} with ${shownValue(attributes)}`);
  return { name, low, high, log, step } as OptunaDistribution;
}
