import type { Column, Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';

/** What a column must hold; missing cells are judged by `maxMissing` and `required` alone. */
export interface ColumnRules {
  /** Smallest and largest value allowed; for timestamps a date such as 2025-01-31. */
  readonly min?: number | string;
  readonly max?: number | string;
  /** The only values allowed. */
  readonly values?: readonly (string | number | boolean)[];
  /** No value twice. */
  readonly unique?: boolean;
  /** Share of missing cells allowed, in [0, 1]. */
  readonly maxMissing?: number;
  /** Whether the column must exist. Default true. */
  readonly required?: boolean;
  readonly kind?: Column['kind'];
}

/** Rules by column name. */
export type ValidationRules = Readonly<Record<string, ColumnRules>>;

/** A rule that does not hold. */
export interface Violation {
  readonly column: string;
  readonly rule: keyof ColumnRules;
  /** One sentence for people. */
  readonly message: string;
  /** Rows that break it; 0 where the column as a whole does. */
  readonly rows: number;
  /** The first such row, 1 is the first below the header. */
  readonly firstRow?: number;
}

/** What {@link validateFrame} found. */
export interface ValidationReport {
  readonly valid: boolean;
  /** Rules checked. */
  readonly checks: number;
  readonly violations: readonly Violation[];
}

function shown(column: Column, row: number): string {
  if (column.kind === 'categorical') return `"${column.categories[column.codes[row]!]}"`;
  const value = column.values[row]!;
  return column.kind === 'timestamp' ? new Date(value).toISOString() : String(value);
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

function boundOf(name: string, column: Column, bound: number | string): number {
  const value = typeof bound === 'number' ? bound : column.kind === 'timestamp' ? Date.parse(bound) : Number.NaN;
  if (column.kind !== 'categorical' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`min and max of "${name}" must fit a ${column.kind} column, got "${bound}"`, {
    subject: 'validateFrame',
  });
}

/** Whether each value is allowed, as a test per row. */
function breaker(
  name: string,
  column: Column,
  rule: 'min' | 'max' | 'values' | 'unique',
  rules: ColumnRules,
): (row: number) => boolean {
  const valueAt = (row: number): number | string =>
    column.kind === 'categorical' ? column.categories[column.codes[row]!]! : column.values[row]!;
  if (rule === 'min' || rule === 'max') {
    const bound = boundOf(name, column, rules[rule]!);
    const values = column.kind === 'categorical' ? new Float64Array() : column.values;
    return rule === 'min' ? (row) => values[row]! < bound : (row) => values[row]! > bound;
  }
  if (rule === 'values') {
    const allowed = new Set<number | string>(
      rules.values!.map((value) => (column.kind === 'categorical' ? String(value) : Number(value))),
    );
    return (row) => !allowed.has(valueAt(row));
  }
  const seen = new Set<number | string>();
  return (row) => {
    const value = valueAt(row);
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  };
}

const wording: Readonly<Record<'min' | 'max' | 'values' | 'unique', (rules: ColumnRules) => string>> = {
  min: ({ min }) => `be at least ${min}`,
  max: ({ max }) => `be at most ${max}`,
  values: ({ values }) => `be one of ${values!.slice(0, 8).join(', ')}${values!.length > 8 ? ', …' : ''}`,
  unique: () => 'not repeat',
};

function checkColumn(name: string, column: Column, nRows: number, rules: ColumnRules): Violation[] {
  const violations: Violation[] = [];
  if (rules.kind !== undefined && rules.kind !== column.kind) {
    const message = `column "${name}" must be ${rules.kind}, got ${column.kind}`;
    return [{ column: name, rule: 'kind', message, rows: 0 }];
  }
  let missing = 0;
  for (let row = 0; row < nRows; row++) if (isMissing(column, row)) missing++;
  if (rules.maxMissing !== undefined && missing > rules.maxMissing * nRows) {
    const share = (100 * missing) / nRows;
    const message = `column "${name}" must have at most ${100 * rules.maxMissing} % missing cells, got ${Number(share.toPrecision(3))} %`;
    violations.push({ column: name, rule: 'maxMissing', message, rows: missing });
  }
  for (const rule of ['min', 'max', 'values', 'unique'] as const) {
    if (rules[rule] === undefined || rules[rule] === false) continue;
    const breaks = breaker(name, column, rule, rules);
    let rows = 0;
    let first = -1;
    for (let row = 0; row < nRows; row++) {
      if (isMissing(column, row) || !breaks(row)) continue;
      if (rows++ === 0) first = row;
    }
    if (rows === 0) continue;
    const message = `column "${name}" must ${wording[rule](rules)}, got ${shown(column, first)} in data row ${first + 1}${rows === 1 ? '' : ` and ${rows - 1} more`}`;
    violations.push({ column: name, rule, message, rows, firstRow: first + 1 });
  }
  return violations;
}

/**
 * Checks a table against rules: kinds, ranges, allowed values, uniqueness, missing rates.
 *
 * All rules are checked; the report names for each broken one how many rows break it and the first.
 *
 * @throws {InvalidArgumentError} A bound does not fit the kind of its column.
 */
export function validateFrame(frame: Frame, rules: ValidationRules): ValidationReport {
  const violations: Violation[] = [];
  let checks = 0;
  for (const [name, own] of Object.entries(rules)) {
    checks += Math.max(1, Object.keys(own).filter((key) => key !== 'required').length);
    if (frame.has(name)) violations.push(...checkColumn(name, frame.column(name), frame.nRows, own));
    else if (own.required !== false) {
      violations.push({ column: name, rule: 'required', message: `column "${name}" must exist`, rows: 0 });
    }
  }
  return { valid: violations.length === 0, checks, violations };
}
