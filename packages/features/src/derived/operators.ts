import type { ExpressionFunction } from './function-kit.ts';
import { numeric, ofNumbers } from './function-kit.ts';

/** Compares two values of one kind; texts by equality only. */
function comparison(fn: (a: number | string, b: number | string) => boolean): ExpressionFunction['make'] {
  return ([a, b]) => ({
    kind: 'boolean',
    at: (row) => {
      const [x, y] = [a!.at(row), b!.at(row)];
      if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
      return fn(x, y) ? 1 : 0;
    },
  });
}

/** Three-valued logic as in SQL: false and missing is false, true or missing is true. */
function logic(decisive: number): ExpressionFunction['make'] {
  return (args) => {
    const all = args.map(numeric);
    return {
      kind: 'boolean',
      at: (row) => {
        let hasMissing = false;
        for (const at of all) {
          const value = at(row);
          if (value === decisive) return decisive;
          if (Number.isNaN(value)) hasMissing = true;
        }
        return hasMissing ? Number.NaN : 1 - decisive;
      },
    };
  };
}

/** What stands behind the operators. */
export const operators: Readonly<Record<string, ExpressionFunction>> = {
  add: { params: ['number', 'number'], make: ofNumbers((a, b) => a + b) },
  subtract: { params: ['number', 'number'], make: ofNumbers((a, b) => a - b) },
  multiply: { params: ['number', 'number'], make: ofNumbers((a, b) => a * b) },
  divide: { params: ['number', 'number'], make: ofNumbers((a, b) => a / b) },
  modulo: { params: ['number', 'number'], make: ofNumbers((a, b) => a - b * Math.floor(a / b)) },
  negate: { params: ['number'], make: ofNumbers((a) => -a) },
  equal: { params: ['any', 'same'], make: comparison((a, b) => a === b) },
  unequal: { params: ['any', 'same'], make: comparison((a, b) => a !== b) },
  less: { params: ['any', 'same'], make: comparison((a, b) => a < b) },
  at_most: { params: ['any', 'same'], make: comparison((a, b) => a <= b) },
  more: { params: ['any', 'same'], make: comparison((a, b) => a > b) },
  at_least: { params: ['any', 'same'], make: comparison((a, b) => a >= b) },
  and: { params: ['boolean', 'boolean'], make: logic(0) },
  or: { params: ['boolean', 'boolean'], make: logic(1) },
  not: { params: ['boolean'], make: ofNumbers((a) => 1 - a, 'boolean') },
};
