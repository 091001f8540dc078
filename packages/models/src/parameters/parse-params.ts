import { InvalidArgumentError, nearest } from '@fraudx/core';
import type { AlgorithmName } from '../estimator.ts';
import type { ParamDefinition } from './param-schema.ts';
import { paramSchema } from './schema-of.ts';

function rangeOf(param: ParamDefinition): string {
  if (param.choices !== undefined) return `one of ${param.choices.join(', ')}`;
  if (param.type === 'boolean') return 'true or false';
  const kind = param.type === 'int' ? 'an integer' : 'a number';
  const low = param.low === undefined ? '(-∞' : `${param.lowExclusive === true ? '(' : '['}${param.low}`;
  const high = param.high === undefined ? '∞)' : `${param.high}${param.highExclusive === true ? ')' : ']'}`;
  return `${kind} in ${low}, ${high}`;
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1' || value === 1) return true;
  return value === 'false' || value === '0' || value === 0 ? false : undefined;
}

function convert(param: ParamDefinition, value: unknown): number | string | boolean | undefined {
  if (param.type === 'boolean') return toBoolean(value);
  if (param.type === 'categorical') {
    return typeof value === 'string' && param.choices?.includes(value) === true ? value : undefined;
  }
  const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const number = isNumber ? Number(value) : NaN;
  if (!Number.isFinite(number) || (param.type === 'int' && !Number.isInteger(number))) return undefined;
  if (param.low !== undefined && (number < param.low || (param.lowExclusive === true && number === param.low)))
    return undefined;
  if (param.high !== undefined && (number > param.high || (param.highExclusive === true && number === param.high)))
    return undefined;
  return number;
}

/**
 * Hyperparameters from unknown input: numbers or texts, by the algorithm's names or camelCase. Defaults fill the rest.
 *
 * @returns Values by the algorithm's names; parameters without a default are left out when not given.
 * @throws {InvalidArgumentError} `INVALID_PARAMS`, with every problem: unknown names with the nearest known one, values out of range with the range.
 */
export function parseParams(
  algorithm: AlgorithmName,
  input: Readonly<Record<string, unknown>>,
): Record<string, number | string | boolean> {
  const { params } = paramSchema(algorithm);
  const byName = new Map<string, ParamDefinition>();
  for (const param of params)
    for (const name of [param.name, param.camelName, ...param.aliases]) byName.set(name, param);
  const problems: string[] = [];
  const given = new Map<string, { readonly as: string; readonly value: number | string | boolean }>();
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const param = byName.get(name);
    if (param === undefined) {
      const near = nearest(name, [...byName.keys()]);
      problems.push(`unknown parameter "${name}"${near === undefined ? '' : `, did you mean "${near}"?`}`);
      continue;
    }
    const earlier = given.get(param.name);
    if (earlier !== undefined) problems.push(`${name} must not be given beside ${earlier.as}: they are one parameter`);
    const parsed = convert(param, value);
    if (parsed === undefined) problems.push(`${name} must be ${rangeOf(param)}, got ${JSON.stringify(value)}`);
    else given.set(param.name, { as: name, value: parsed });
  }
  if (problems.length > 0) {
    throw new InvalidArgumentError(`${algorithm}: ${problems.join('; ')}`, {
      code: 'INVALID_PARAMS',
      details: { algorithm, problems },
      hint: `Known parameters: ${params.map((param) => param.name).join(', ')}.`,
    });
  }
  const result: Record<string, number | string | boolean> = {};
  for (const param of params) {
    const value = given.get(param.name)?.value ?? param.default;
    if (value !== undefined) result[param.name] = value;
  }
  return result;
}
