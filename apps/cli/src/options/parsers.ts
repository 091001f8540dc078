import { InvalidArgumentError } from 'commander';

/** Parses a whole number in [low, high]. */
export function integer(low: number, high: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(
        high === Number.MAX_SAFE_INTEGER && value <= high
          ? `It must be a whole number >= ${low}.`
          : `It must be a whole number in [${low}, ${high}].`,
      );
    }
    return value;
  };
}

/** Parses a share strictly between 0 and 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError('It must be a number between 0 and 1.');
  }
  return value;
}

/** Parses a number >= 0. */
export function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError('It must be a number >= 0.');
  }
  return value;
}

/** Parses a finite number. */
export function finite(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/** Parses a time such as `90s`, `30m` or `1.5h` to seconds; a plain number counts them. */
export function seconds(text: string): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text.trim()) ?? [];
  const value = Number(count) * unitSeconds[unit]!;
  if (!(value > 0)) throw new InvalidArgumentError('It must be a time > 0 such as 90s, 30m or 2h.');
  return value;
}

/** Collects texts of an option that may be repeated. */
export function texts(text: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), text];
}

/** Parses a JSON object; may be repeated. */
export function jsonObject(
  text: string,
  previous: readonly Readonly<Record<string, unknown>>[] | undefined,
): Readonly<Record<string, unknown>>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError('It must be a JSON object such as {"max_depth":6}, in quotes for the shell.');
  }
  return [...(previous ?? []), value as Readonly<Record<string, unknown>>];
}

/** Parses a comma-separated list of numbers > 0; may be repeated. */
export function positives(text: string, previous: readonly number[] | undefined): number[] {
  const values = list(text, undefined).map(Number);
  if (values.length === 0 || values.some((value) => !(value > 0 && value < Infinity))) {
    throw new InvalidArgumentError('It must be numbers > 0 with commas between them.');
  }
  return [...(previous ?? []), ...values];
}

/** Parses a comma-separated list of some of these names; may be repeated. */
export function choices<T extends string>(
  names: readonly T[],
): (text: string, previous: readonly T[] | undefined) => T[] {
  return (text, previous) => {
    const chosen = list(text, undefined);
    if (chosen.length === 0 || !chosen.every((name): name is T => names.includes(name as T))) {
      throw new InvalidArgumentError(`It must be some of ${names.join(', ')}, with commas between them.`);
    }
    return [...(previous ?? []), ...chosen];
  };
}

const timePart = /^(year|month|day|date|hour|minute|second|clock|hhmm|hhmmss)=(.+)$/;

/** A time column by its name, or the columns that a time is made from: `year=Year,month=Month,day=Day,clock=Time`. */
export function timeColumns(text: string): string | Record<string, string> {
  const parts = text.split(',').map((part) => timePart.exec(part.trim()));
  if (parts.some((part) => part === null)) return text;
  return Object.fromEntries(parts.map((part) => [part![1]!, part![2]!]));
}

/** The column of an entity, or several with commas between them; may be repeated. */
export function entities(text: string, previous: string | string[] | undefined): string | string[] {
  const names = list(text, previous === undefined ? [] : [previous].flat());
  return names.length === 1 ? names[0]! : names;
}

/** Checks a day written 2018-07-25. */
export function day(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('It must be a day such as 2018-07-25.');
  }
  return text;
}

/** Parses a comma-separated list; may be repeated. */
export function list(text: string, previous: readonly string[] | undefined): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return [...(previous ?? []), ...items];
}

/** Splits values of a label at commas; an empty text, also as `""` between others, is an empty cell. Repeats of the option add up. */
export function labelValues(text: string, previous: readonly string[] | undefined): string[] {
  const items = text.split(',').map((item) => item.trim());
  const kept = items.length === 1 ? items : items.filter((item) => item !== '');
  return [...(previous ?? []), ...kept.map((item) => (item === '""' || item === "''" ? '' : item))];
}

/** Collects a repeatable option as it is. */
export function repeat(text: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), text];
}

/** Parses `name=value`; may be repeated for other names. Numbers and booleans become such. */
export function assignment(
  text: string,
  previous: Readonly<Record<string, string | number | boolean>> | undefined,
): Record<string, string | number | boolean> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must have the form name=value.');
  const name = text.slice(0, at).trim();
  // records of the config drop this name silently
  if (name === '__proto__') throw new InvalidArgumentError(`It must name a hyperparameter, got "${name}".`);
  const value = scalarOf(text.slice(at + 1).trim());
  const earlier = Object.entries(previous ?? {}).find(([key]) => key === name);
  if (earlier !== undefined && earlier[1] !== value) {
    throw new InvalidArgumentError(`It must have one value for ${name}, got ${earlier[1]} and ${value}.`);
  }
  return { ...previous, [name]: value };
}

function scalarOf(text: string): string | number | boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : text;
}
