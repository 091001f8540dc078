import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDerivedColumns, checkDerivations, derivedInputs } from './derived-columns.ts';
import { parseExpression } from './parse-expression.ts';

const numeric = (name: string, values: number[]): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});
const times = (name: string, values: string[]): Column => ({
  kind: 'timestamp',
  name,
  values: Float64Array.from(values, (value) => (value === '' ? Number.NaN : Date.parse(value))),
});
const texts = (name: string, values: (string | undefined)[]): Column => {
  const categories = [...new Set(values.filter((value) => value !== undefined))];
  return {
    kind: 'categorical',
    name,
    categories,
    codes: Int32Array.from(values, (value) => (value === undefined ? -1 : categories.indexOf(value))),
  };
};
const frame = new Frame([
  numeric('Val', [10, 20, Number.NaN, 5]),
  numeric('Quant', [2, 0, 1, 10]),
  numeric('Is Fraud?', [0, 1, 0, 1]),
  texts('email', ['a@x.org', 'b@Y.com', undefined, 'none']),
  times('Time', ['2024-03-03T23:30:00Z', '2024-03-04T05:00:00Z', '', '2024-12-31T12:00:00Z']),
  times('born', ['2000-01-01T00:00:00Z', '2024-03-04T00:00:00Z', '1990-01-01T00:00:00Z', '1990-01-01T00:00:00Z']),
]);

/** The values of one expression; null where missing. */
function valuesOf(expression: string, of: Frame = frame): (number | string | null)[] {
  const column = addDerivedColumns(of, { out: expression }).frame.column('out');
  if (column.kind === 'categorical') return [...column.codes].map((code) => column.categories[code] ?? null);
  return [...column.values].map((value) => (Number.isNaN(value) ? null : value));
}

describe('addDerivedColumns', () => {
  it('reads 2 000 operators in a row, and refuses more by an error of the expression', () => {
    expect(valuesOf(Array(2000).fill('q').join('+'), frame.with(numeric('q', [1, 2, 3, 4])))).toEqual([
      2000, 4000, 6000, 8000,
    ]);
    expect(() => valuesOf(Array(4500).fill('1').join('+'))).toThrow(
      expect.objectContaining({ code: 'EXPRESSION_INVALID' }),
    );
  });

  it.each([
    ['concat', (one: string) => `concat(${one}, ${one})`],
    ['replace', (one: string) => `replace(${one}, 'a', 'aa')`],
  ])('refuses texts that double with every column: %s', (_name, double) => {
    const columns = Array.from({ length: 40 }, (_, k): [string, string] => [`b${k + 1}`, double(`b${k}`)]);
    expect(() => addDerivedColumns(frame, Object.fromEntries([['b0', "concat('a', 'a')"], ...columns]))).toThrow(
      expect.objectContaining({
        code: 'DERIVED_TEXT_TOO_LONG',
        message: 'derive.b20: text must have at most 1048576 characters, got 2097152',
      }),
    );
    expect(() =>
      addDerivedColumns(frame, Object.fromEntries([['b0', "concat('a', 'a')"], ...columns.slice(0, 19)])),
    ).not.toThrow();
  });

  it('refuses long texts of many columns together', () => {
    const doubled = Array.from({ length: 16 }, (_, k): [string, string] => [`d${k + 1}`, `concat(d${k}, d${k})`]);
    const rows = new Frame([
      numeric(
        'n',
        Array.from({ length: 300 }, (_, k) => k),
      ),
    ]);
    expect(() =>
      addDerivedColumns(rows, { d0: "concat('0123456789', text(n))", ...Object.fromEntries(doubled) }),
    ).toThrow(
      /^derive\.d1[56]: texts of all derived columns must have at most 268512256 characters together, got more$/,
    );
  });

  it.each([
    ['coalesce', (inner: string) => `coalesce(${inner}, 1)`],
    ['coalesce behind a missing value', (inner: string) => `coalesce(number(email), ${inner})`],
    ['a result that does not exist', (inner: string) => `abs(${inner})`],
    ['a condition', (inner: string) => `if(${inner} > 30, 1, ${inner} + 1)`],
    ['a set', (inner: string) => `one_of(${inner}, 7, 8, 9) + 1`],
    ['text(x)', (inner: string) => `number(text(${inner}))`],
    ['texts', (inner: string) => `length(coalesce(text(${inner}), 'a'))`],
  ])('evaluates each value once a row, however deep: %s', (name, wrap) => {
    let evaluated = 0;
    const clock = (ms: number): number => {
      // an end for what would take hours
      if (++evaluated > 1000) throw new Error('the same values are evaluated without an end');
      return ms;
    };
    let expression = name.includes('not exist') ? '0 * hour(Time) / 0' : 'hour(Time)';
    // the two places of `if` are two values
    const levels = name === 'a condition' ? 3 : 20;
    for (let k = 0; k < levels; k++) expression = wrap(expression);
    const places = expression.split('hour(Time)').length - 1;
    addDerivedColumns(frame, { out: expression }, { clock });
    expect(evaluated).toBeGreaterThan(0);
    expect(evaluated).toBeLessThanOrEqual(places * 3);
  });

  it('computes numbers, and makes missing and counts what does not exist', () => {
    const { frame: made, undefinedResults } = addDerivedColumns(frame, {
      unit: 'Val / Quant',
      log_price: 'log(unit - 5)',
    });
    expect([...(made.column('unit') as { values: Float64Array }).values]).toEqual([5, Number.NaN, Number.NaN, 0.5]);
    expect(undefinedResults).toEqual([
      { column: 'unit', rows: 1, firstRow: 1, of: 'divide' },
      { column: 'log_price', rows: 2, firstRow: 0, of: 'log' },
    ]);
    expect(valuesOf('-Val + 2 * Quant % 3')).toEqual([-9, -20, null, -3]);
    expect(valuesOf('10 - 4 - 3')).toEqual([3, 3, 3, 3]);
    expect(valuesOf('2 * (Quant + 1) - -1')).toEqual([7, 3, 5, 23]);
    expect(valuesOf('round(Val / 3, 2)')).toEqual([3.33, 6.67, null, 1.67]);
    expect(valuesOf('min(Val, Quant, 4)')).toEqual([2, 0, null, 4]);
    expect(valuesOf('pow(Quant, 2) + abs(-1.5e1) + .5')).toEqual([19.5, 15.5, 16.5, 115.5]);
  });

  it('reads parts of texts', () => {
    expect(valuesOf("after(email, '@')")).toEqual(['x.org', 'Y.com', null, null]);
    expect(valuesOf("lower(before(email, '@'))")).toEqual(['a', 'b', null, null]);
    expect(valuesOf("contains(email, '@') and length(email) > 6")).toEqual([1, 1, null, 0]);
    expect(valuesOf("concat(left(email, 1), '-', right(email, 3))")).toEqual(['a-org', 'b-com', null, 'n-one']);
    expect(valuesOf("email = 'none'")).toEqual([0, 0, null, 1]);
    expect(valuesOf("replace(email, 'o', '''')")).toEqual(["a@x.'rg", "b@Y.c'm", null, "n'ne"]);
    expect(valuesOf("one_of(email, 'none', 'b@Y.com')")).toEqual([0, 1, null, 1]);
    expect(valuesOf('number(text(Val))')).toEqual([10, 20, null, 5]);
    expect(valuesOf("number('0x1F')")).toEqual([null, null, null, null]);
    expect(valuesOf("number('Infinity')")).toEqual([null, null, null, null]);
    expect(valuesOf("number(' -1.5e3 ')")).toEqual([-1500, -1500, -1500, -1500]);
  });

  it('reads parts of times, on the clock of a zone', () => {
    expect(valuesOf('hour(Time)')).toEqual([23, 5, null, 12]);
    expect(valuesOf('weekday(Time)')).toEqual([6, 0, null, 1]);
    expect(valuesOf('is_weekend(Time) or is_night(Time)')).toEqual([1, 1, null, 0]);
    expect(valuesOf('floor(days_between(born, Time) / 365.25)')).toEqual([24, 0, null, 34]);
    expect(valuesOf("Time < date('2024-06-01')")).toEqual([1, 1, null, 0]);
    const clock = (ms: number): number => ms + 3_600_000;
    const { frame: local } = addDerivedColumns(frame, { h: 'hour(Time)', d: 'day(Time)' }, { clock });
    expect([...(local.column('h') as { values: Float64Array }).values]).toEqual([0, 6, Number.NaN, 13]);
    expect([...(local.column('d') as { values: Float64Array }).values]).toEqual([4, 4, Number.NaN, 31]);
  });

  it('chooses, with the logic of SQL for what is missing', () => {
    expect(valuesOf("if(Val > 8, 'much', 'little')")).toEqual(['much', 'much', null, 'little']);
    expect(valuesOf('coalesce(Val, -1)')).toEqual([10, 20, -1, 5]);
    expect(valuesOf('is_missing(Val) or Val > 100')).toEqual([0, 0, 1, 0]);
    expect(valuesOf('Val > 8 and Quant > 1')).toEqual([1, 0, 0, 0]);
    expect(valuesOf('Val > 8 or not Quant > 1')).toEqual([1, 1, 1, 0]);
    expect(valuesOf('not Val > 8')).toEqual([0, 0, null, 1]);
  });

  it('takes names in quotes, and expressions that name each other in any order', () => {
    const { frame: made } = addDerivedColumns(frame, { b: 'a + 1', a: '"Is Fraud?" * 2', c: '`Is Fraud?` + b' });
    expect(made.names.slice(-3)).toEqual(['a', 'b', 'c']);
    expect([...(made.column('c') as { values: Float64Array }).values]).toEqual([1, 4, 1, 4]);
    expect(derivedInputs({ b: 'a + Val', a: 'Quant' })).toEqual(['Quant', 'Val']);
  });

  it('gives each row what it gives that row alone', () => {
    const derivations = { u: 'Val / Quant', d: "after(email, '@')", h: 'hour(Time) + coalesce(u, 0)' };
    const whole = addDerivedColumns(frame, derivations).frame;
    for (let row = 0; row < frame.nRows; row++) {
      const one = addDerivedColumns(frame.take(Uint32Array.of(row)), derivations).frame;
      for (const name of Object.keys(derivations)) {
        const shown = (of: Frame, at: number): unknown => {
          const column = of.column(name);
          return column.kind === 'categorical' ? column.categories[column.codes[at]!] : column.values[at];
        };
        expect(shown(one, 0)).toEqual(shown(whole, row));
      }
    }
  });

  it('agrees with JavaScript on sums and products of any depth', () => {
    const tree = fc.letrec<{ node: { text: string; value: number } }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.integer({ min: 0, max: 9 }).map((n) => ({ text: String(n), value: n })),
        fc.tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node')).map(([a, sign, b]) => ({
          text: `(${a.text} ${sign} ${b.text})`,
          value: sign === '+' ? a.value + b.value : sign === '-' ? a.value - b.value : a.value * b.value,
        })),
      ),
    })).node;
    fc.assert(
      fc.property(tree, tree, ({ text, value }, other) => {
        expect(valuesOf(`${text} - ${other.text}`)[0]).toBe(value - other.value);
      }),
    );
  });
});

describe('what is refused', () => {
  const message = (expression: string): string => {
    try {
      addDerivedColumns(frame, { out: expression });
      return 'accepted';
    } catch (error) {
      return `${(error as Error).message} | ${(error as { hint?: string }).hint ?? ''}`;
    }
  };

  it.each([
    ['Val /', 'derive.out: expression must be valid, got "Val /": a value must follow, got the end at character 6 | '],
    ['Val Quant', 'an operator or the end must follow, got "Quant" at character 5'],
    ['(Val', '")" must follow, got the end at character 5'],
    ['Val + "Quant', 'a closing " is missing for the one at character 7'],
    ['Val ; Quant', '";" means nothing at character 5'],
    ['huor(Time)', 'there is no function "huor" at character 1 | Did you mean "hour"?'],
    ['hour(Val)', 'hour needs a time, got a number at character 6 | Numbers are read as times in the time column only'],
    ['email + 1', 'the operator needs a number, got a text at character 1 | number(…) reads a number from a text.'],
    ['Time - Time', 'the operator needs a number, got a time at character 1 | days_between(…)'],
    ['if(Val, 1, email)', 'if needs a number, got a text at character 12'],
    ['round(1, 2, 3)', 'round(x, digits) has 1 or more arguments, got 3'],
    ["email > 'a'", 'texts have no order; compare them with = or != at character 7'],
    ['constructor(Val)', 'there is no function "constructor"'],
    ['Valu * 2', 'data: column must exist, got "Valu" | Did you mean "Val"?'],
    ['', 'a value must follow, got the end at character 1'],
  ])('%s', (expression, expected) => {
    expect(message(expression)).toContain(expected);
  });

  it('nesting without end, and texts without end', () => {
    expect(message('('.repeat(5000))).toContain('at most 100 levels of nesting are read');
    expect(message('-'.repeat(5000))).toContain('at most 100 levels of nesting are read');
    expect(message(`1${' + 1'.repeat(4000)}`)).toContain('at most 10000 characters are read');
    expect(message(`1${' + 1'.repeat(2000)}`)).toBe('accepted');
  });

  it('circles, names that exist, the label, and columns that do not exist', () => {
    const check = (derivations: Record<string, string>) => (): void =>
      checkDerivations(frame.names, derivations, 'Is Fraud?');
    expect(check({ a: 'b + 1', b: 'c', c: 'a' })).toThrow('got "a" → "b" → "c" → "a"');
    expect(check({ a: 'a + 1' })).toThrow('got "a" → "a"');
    expect(check({ Val: 'Quant' })).toThrow(expect.objectContaining({ code: 'DERIVE_EXISTS' }));
    expect(check({ a: '"Is Fraud?" + 1' })).toThrow(expect.objectContaining({ code: 'DERIVE_FROM_TARGET' }));
    expect(check({ a: 'quant' })).toThrow('derive.a: column must exist, got "quant"');
    expect(check({ a: 'Val', b: 'a' })).not.toThrow();
  });

  it('any text is an expression or a typed error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aV(),+-*/%<>=!\'"`1.e_ \n€'.split('')), maxLength: 30 }),
        (text) => {
          try {
            parseExpression(text);
          } catch (error) {
            expect((error as { code?: string }).code).toBe('EXPRESSION_INVALID');
          }
        },
      ),
    );
  });
});
