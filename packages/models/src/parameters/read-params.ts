import { InvalidArgumentError, nearest, shownValue } from '@fraudx/core';
import { canonicalMonotone, monotoneProblems } from './monotone-constraints.ts';
import type { AlgorithmParams, GivenParams, ParamDefinition } from './param-schema.ts';

function rangeOf(param: ParamDefinition): string {
  const choices = `one of ${param.choices?.join(', ')}`;
  if (param.type === 'categorical') return choices;
  if (param.type === 'boolean') return 'true or false';
  const kind = param.type === 'int' ? 'an integer' : 'a number';
  const low = param.low === undefined ? '(-∞' : `${param.lowExclusive === true ? '(' : '['}${param.low}`;
  const high = param.high === undefined ? '∞)' : `${param.high}${param.highExclusive === true ? ')' : ']'}`;
  return `${kind} in ${low}, ${high}${param.choices === undefined ? '' : ` or ${choices}`}`;
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1' || value === 1) return true;
  return value === 'false' || value === '0' || value === 0 ? false : undefined;
}

/** A text that the parameter knows; `none` is also null, and what Python calls it. */
function choiceOf({ choices }: ParamDefinition, value: unknown): string | undefined {
  const isNone = value === null || value === 'None' || value === 'null';
  const text = isNone ? 'none' : value;
  return typeof text === 'string' && choices?.includes(text) === true ? text : undefined;
}

function convert(param: ParamDefinition, value: unknown): number | string | boolean | undefined {
  if (param.type === 'boolean') return toBoolean(value);
  if (param.form === 'monotone') return canonicalMonotone(value);
  const choice = choiceOf(param, value);
  if (choice !== undefined || param.type === 'categorical') return choice;
  const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const number = isNumber ? Number(value) : NaN;
  if (!Number.isFinite(number) || (param.type === 'int' && !Number.isInteger(number))) return undefined;
  if (param.low !== undefined && (number < param.low || (param.lowExclusive === true && number === param.low)))
    return undefined;
  if (param.high !== undefined && (number > param.high || (param.highExclusive === true && number === param.high)))
    return undefined;
  return number;
}

/** What is wrong with a value, with the allowed range. */
function problemsOf(param: ParamDefinition, name: string, value: unknown): readonly string[] {
  if (param.form === 'monotone') return monotoneProblems(value).map((problem) => `${name} ${problem}`);
  const reasons = new Map(Object.entries(param.refusedChoices ?? {}));
  const reason = typeof value === 'string' ? reasons.get(value) : undefined;
  const text = `${name} must be ${rangeOf(param)}, got ${shownValue(value)}`;
  return [reason === undefined ? text : `${text}, which is not supported: ${reason}`];
}

/** Reads the values that were given; says what is wrong with them. */
function readGiven(
  { params, refused: refusedParams = [] }: AlgorithmParams,
  input: Readonly<Record<string, unknown>>,
): { readonly given: GivenParams; readonly problems: string[] } {
  const byName = new Map<string, ParamDefinition>();
  for (const param of params)
    for (const name of [param.name, param.camelName, ...param.aliases]) byName.set(name, param);
  const problems: string[] = [];
  const given: GivenParams = new Map();
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const param = byName.get(name);
    if (param === undefined) {
      const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const refused = refusedParams.find(({ names }) => names.split(' ').includes(snake));
      if (refused !== undefined) {
        if (refused.allowed?.includes(value) !== true) problems.push(`${name} is not supported: ${refused.reason}`);
        continue;
      }
      const near = nearest(name, [...byName.keys()]);
      problems.push(`unknown parameter "${name}"${near === undefined ? '' : `, did you mean "${near}"?`}`);
      continue;
    }
    const parsed = convert(param, value);
    if (parsed === undefined) {
      problems.push(...problemsOf(param, name, value));
      continue;
    }
    const earlier = given.get(param.name);
    if (earlier !== undefined && earlier.value !== parsed) {
      problems.push(
        `${name} must equal ${earlier.as}, got ${String(parsed)} beside ${String(earlier.value)}: they are one parameter`,
      );
    }
    given.set(param.name, { as: name, value: parsed });
  }
  return { given, problems };
}

/**
 * Says of each hyperparameter by itself what {@link readParams} would say of it; what values exclude each other is not looked at.
 *
 * @returns One text per problem, e.g. `eta must be a number in (0, 1], got 2`; empty when all are right.
 */
export function problemsOfParams(algorithm: AlgorithmParams, input: Readonly<Record<string, unknown>>): string[] {
  return readGiven(algorithm, input).problems;
}

interface Filled {
  readonly values: Record<string, number | string | boolean>;
  /** What is wrong with values by themselves. */
  readonly problems: readonly string[];
  /** What values say of each other. */
  readonly between: readonly string[];
}

/** The values that were given, defaults for the rest, and all that is wrong with them. */
function fillParams(algorithm: AlgorithmParams, input: Readonly<Record<string, unknown>>): Filled {
  const { given, problems } = readGiven(algorithm, input);
  algorithm.respell?.(given, problems);
  const values: Record<string, number | string | boolean> = {};
  for (const param of algorithm.params) {
    const value = given.get(param.name)?.value ?? param.default;
    if (value !== undefined) values[param.name] = value;
  }
  return { values, problems, between: algorithm.problemsBetween?.(values) ?? [] };
}

/**
 * Says of hyperparameters what {@link readParams} would say of values that exclude each other; values by themselves are not looked at.
 *
 * @returns One text per problem, e.g. `max_leaves must be 0 with grow_policy depthwise, got 8: give grow_policy lossguide`.
 */
export function problemsOfCombination(algorithm: AlgorithmParams, input: Readonly<Record<string, unknown>>): string[] {
  return [...fillParams(algorithm, input).between];
}

/**
 * Hyperparameters from unknown input: numbers or texts, by the algorithm's names, their aliases or camelCase. Defaults fill the rest.
 *
 * @returns Values by the algorithm's names; parameters without a default are left out when not given.
 * @throws {InvalidArgumentError} `INVALID_PARAMS`, with every problem: unknown names with the nearest known one, parameters of the
 * original library that the engine does not have with the reason, values out of range with the range, values that exclude each other.
 */
export function readParams(
  algorithm: AlgorithmParams,
  input: Readonly<Record<string, unknown>>,
): Record<string, number | string | boolean> {
  const { name, params } = algorithm;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidArgumentError(
      `${name}: parameters must be an object of values by name, got ${shownValue(input)}`,
      { code: 'INVALID_PARAMS' },
    );
  }
  const filled = fillParams(algorithm, input);
  const problems = [...filled.problems, ...filled.between];
  if (problems.length > 0) {
    throw new InvalidArgumentError(`${name}: ${problems.join('; ')}`, {
      code: 'INVALID_PARAMS',
      details: { algorithm: name, problems },
      hint: `Known parameters: ${params.map((param) => param.name).join(', ')}.`,
    });
  }
  return filled.values;
}
