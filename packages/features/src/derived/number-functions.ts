import type { ExpressionFunction } from './function-kit.ts';
import { ofNumbers, measured } from './function-kit.ts';

const rounded = (x: number, digits = 0): number => {
  const scale = 10 ** digits;
  return Math.round(x * scale) / scale;
};

/** What `Number` takes beside decimal numbers, such as 0x1F and Infinity, is a text. */
const decimal = /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\s*$/i;
const parsedNumber = (value: string): number => {
  const number = decimal.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : Number.NaN;
};

/** Functions of numbers. */
export const numberFunctions: Readonly<Record<string, ExpressionFunction>> = {
  abs: { form: 'abs(x)', about: 'the absolute value of x', params: ['number'], make: ofNumbers(Math.abs) },
  sign: { form: 'sign(x)', about: '-1, 0 or 1', params: ['number'], make: ofNumbers(Math.sign) },
  sqrt: { form: 'sqrt(x)', about: 'the square root', params: ['number'], make: ofNumbers(Math.sqrt) },
  exp: { form: 'exp(x)', about: 'e to the power of x', params: ['number'], make: ofNumbers(Math.exp) },
  log: { form: 'log(x)', about: 'the natural logarithm', params: ['number'], make: ofNumbers(Math.log) },
  log1p: { form: 'log1p(x)', about: 'log(1 + x)', params: ['number'], make: ofNumbers(Math.log1p) },
  log10: { form: 'log10(x)', about: 'the logarithm to base 10', params: ['number'], make: ofNumbers(Math.log10) },
  pow: {
    form: 'pow(x, y)',
    about: 'x to the power of y',
    params: ['number', 'number'],
    make: ofNumbers((a, b) => a ** b),
  },
  floor: {
    form: 'floor(x)',
    about: 'x rounded down to a whole number',
    params: ['number'],
    make: ofNumbers(Math.floor),
  },
  ceil: { form: 'ceil(x)', about: 'x rounded up to a whole number', params: ['number'], make: ofNumbers(Math.ceil) },
  round: {
    form: 'round(x, digits)',
    about: 'x rounded to that many decimals, 0 by default; halves go up',
    params: ['number', 'number'],
    last: 'optional',
    make: ofNumbers((x, digits) => rounded(x, digits)),
  },
  min: {
    form: 'min(x, y, …)',
    about: 'the least',
    params: ['number', 'number'],
    last: 'repeated',
    make: ofNumbers(Math.min),
  },
  max: {
    form: 'max(x, y, …)',
    about: 'the greatest',
    params: ['number', 'number'],
    last: 'repeated',
    make: ofNumbers(Math.max),
  },
  number: {
    form: 'number(text)',
    about: 'the number in a text such as "12.5"; missing if there is none',
    params: ['text'],
    make: measured(([value]) => parsedNumber(value!), 'number'),
  },
};
