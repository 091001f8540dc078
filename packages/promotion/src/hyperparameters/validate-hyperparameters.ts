import { nearest } from '@fraudx/core';
import type { HyperparameterValue } from './format-hyperparameter.ts';
import { formatHyperparameter, parseHyperparameter } from './format-hyperparameter.ts';
import type { HyperparameterProblem, ParameterCheck, ParameterRule } from './parameter-rule.ts';

/** Bytes that a value of the standard tier may have. */
const maxValueBytes = 4096;

function problem(parameter: string, code: HyperparameterProblem['code'], message: string): HyperparameterProblem {
  return { parameter, code, message: `${parameter} ${message}` };
}

/** Rules of the store for the name and the text, whatever the algorithm says. */
function storeProblems(name: string, value: HyperparameterValue): HyperparameterProblem[] {
  const problems: HyperparameterProblem[] = [];
  // records of the journal would leave it out, so that nothing could put it back
  if (name === '__proto__' || !/^[a-zA-Z0-9_.-]{1,200}$/.test(name)) {
    problems.push(problem(name, 'name', 'must be 1–200 letters, digits, "_", "." or "-", got another name'));
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    problems.push(problem(name, 'type', `must be finite, got ${value}`));
    return problems;
  }
  const text = formatHyperparameter(value);
  if (text.length === 0) problems.push(problem(name, 'text', 'must have at least one character, got an empty text'));
  if (text.includes('{{')) problems.push(problem(name, 'text', 'must not contain "{{", got such a text'));
  const bytes = Buffer.byteLength(text);
  if (bytes > maxValueBytes)
    problems.push(problem(name, 'text', `must have at most ${maxValueBytes} bytes, got ${bytes}`));
  return problems;
}

function toNumber(value: HyperparameterValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || value.trim() === '') return Number.NaN;
  return /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
}

function numericProblem(rule: ParameterRule, value: HyperparameterValue): HyperparameterProblem | undefined {
  const number = toNumber(value);
  const shown = JSON.stringify(value);
  if (!Number.isFinite(number)) return problem(rule.name, 'type', `must be a number, got ${shown}`);
  if (rule.type === 'int' && !Number.isInteger(number)) {
    return problem(rule.name, 'type', `must be a whole number, got ${shown}`);
  }
  const tooLow = rule.low !== undefined && (rule.lowExclusive === true ? number <= rule.low : number < rule.low);
  const tooHigh = rule.high !== undefined && (rule.highExclusive === true ? number >= rule.high : number > rule.high);
  if (!tooLow && !tooHigh) return undefined;
  const open = rule.lowExclusive === true || rule.low === undefined ? '(' : '[';
  const close = rule.highExclusive === true || rule.high === undefined ? ')' : ']';
  return problem(
    rule.name,
    'range',
    `must be in ${open}${rule.low ?? '-∞'}, ${rule.high ?? '∞'}${close}, got ${shown}`,
  );
}

function isChoice({ choices }: ParameterRule, value: HyperparameterValue): boolean {
  return choices?.some((choice) => String(choice) === String(value)) === true;
}

function ruleProblem(rule: ParameterRule, value: HyperparameterValue): HyperparameterProblem | undefined {
  switch (rule.type) {
    case 'int':
    case 'float':
      return isChoice(rule, value) ? undefined : numericProblem(rule, value);
    case 'boolean':
      if (value === true || value === false || value === 'true' || value === 'false') return undefined;
      return problem(rule.name, 'type', `must be true or false, got ${JSON.stringify(value)}`);
    case 'categorical': {
      if (rule.choices === undefined || isChoice(rule, value)) return undefined;
      return problem(rule.name, 'choice', `must be one of ${rule.choices.join(', ')}, got ${JSON.stringify(value)}`);
    }
  }
}

/** The values as they are typed by their rules, as the algorithm takes them. */
function typed(
  values: Readonly<Record<string, HyperparameterValue>>,
  schema: readonly ParameterRule[],
): Record<string, HyperparameterValue> {
  const rules = new Map(schema.map((rule) => [rule.name, rule]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? parseHyperparameter(value, rules.get(name)) : value,
    ]),
  );
}

/**
 * Everything that is wrong with a set of hyperparameters: missing, unknown, of the wrong type, out of range, not storable,
 * or refused by the algorithm itself.
 *
 * @param schema - One rule per known parameter; empty: only the rules of the parameter store are checked.
 * @param ownProblems - What the algorithm says of the whole set, as its training would; asked when nothing else is wrong. Default: nothing.
 * @returns All problems, in the order of the schema, then unknown names; empty when the set is valid.
 */
export function findHyperparameterProblems(
  algorithm: string,
  hyperparameters: Readonly<Record<string, HyperparameterValue>>,
  schema: readonly ParameterRule[],
  ownProblems: ParameterCheck = () => [],
): HyperparameterProblem[] {
  const problems: HyperparameterProblem[] = [];
  if (Object.keys(hyperparameters).length === 0) {
    problems.push(problem('hyperparameters', 'missing', 'must have at least one parameter, got none'));
  }
  for (const rule of schema) {
    if (Object.hasOwn(hyperparameters, rule.name)) continue;
    if (rule.required === true) problems.push(problem(rule.name, 'missing', 'must be given, got nothing'));
  }
  const rules = new Map(schema.map((rule) => [rule.name, rule]));
  for (const [name, value] of Object.entries(hyperparameters)) {
    problems.push(...storeProblems(name, value));
    const rule = rules.get(name);
    if (rule !== undefined) {
      const found = ruleProblem(rule, value);
      if (found !== undefined) problems.push(found);
    } else if (schema.length > 0) {
      const near = nearest(name, [...rules.keys()]);
      const suggestion = near === undefined ? '' : ` (did you mean "${near}"?)`;
      problems.push(problem(name, 'unknown', `must be a parameter of ${algorithm}, got an unknown name${suggestion}`));
    }
  }
  if (problems.length > 0) return problems;
  const all = Object.keys(hyperparameters).join(', ');
  return ownProblems(typed(hyperparameters, schema)).map((message) => ({
    parameter: all,
    code: 'cross-field' as const,
    message,
  }));
}
