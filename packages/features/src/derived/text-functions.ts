import type { ExpressionFunction } from './function-kit.ts';
import { isMissing, ofTexts, measured } from './function-kit.ts';
import { checkTextLength, withoutItsWhole } from './text-length.ts';

/** Functions of texts. */
export const textFunctions: Readonly<Record<string, ExpressionFunction>> = {
  lower: { form: 'lower(text)', about: 'in lower case', params: ['text'], make: ofTexts(([a]) => a!.toLowerCase()) },
  upper: { form: 'upper(text)', about: 'in upper case', params: ['text'], make: ofTexts(([a]) => a!.toUpperCase()) },
  trim: {
    form: 'trim(text)',
    about: 'without spaces at both ends',
    params: ['text'],
    make: ofTexts(([a]) => withoutItsWhole(a!.trim(), a!)),
  },
  length: {
    form: 'length(text)',
    about: 'its number of characters',
    params: ['text'],
    make: measured(([a]) => Array.from(a!).length, 'number'),
  },
  before: {
    form: "before(text, '@')",
    about: 'the text before the first such mark; missing if there is none',
    params: ['text', 'text'],
    make: ofTexts(([a, mark]) =>
      a!.includes(mark!) ? withoutItsWhole(a!.slice(0, a!.indexOf(mark!)), a!) : undefined,
    ),
  },
  after: {
    form: "after(text, '@')",
    about: 'the text after the last such mark; missing if there is none',
    params: ['text', 'text'],
    make: ofTexts(([a, mark]) =>
      a!.includes(mark!) ? withoutItsWhole(a!.slice(a!.lastIndexOf(mark!) + mark!.length), a!) : undefined,
    ),
  },
  left: {
    form: 'left(text, n)',
    about: 'its first n characters',
    params: ['text', 'number'],
    make: ofTexts(([a], [n]) => Array.from(a!).slice(0, Math.max(0, n!)).join('')),
  },
  right: {
    form: 'right(text, n)',
    about: 'its last n characters',
    params: ['text', 'number'],
    make: ofTexts(([a], [n]) => (n! <= 0 ? '' : Array.from(a!).slice(-n!).join(''))),
  },
  replace: {
    form: "replace(text, 'a', 'b')",
    about: 'with every a replaced by b',
    params: ['text', 'text', 'text'],
    make: ofTexts(([a, from, to]) => {
      const between = a!.split(from!);
      checkTextLength(a!.length + (between.length - 1) * (to!.length - from!.length));
      return between.join(to);
    }),
  },
  concat: {
    form: 'concat(text, text, …)',
    about: 'the texts joined in order',
    params: ['text', 'text'],
    last: 'repeated',
    make: ofTexts((all) => {
      checkTextLength(all.reduce((length, one) => length + one.length, 0));
      return all.join('');
    }),
  },
  contains: {
    form: "contains(text, 'a')",
    about: 'whether it contains a',
    params: ['text', 'text'],
    make: measured(([a, b]) => (a!.includes(b!) ? 1 : 0)),
  },
  starts_with: {
    form: "starts_with(text, 'a')",
    about: 'whether it begins with a',
    params: ['text', 'text'],
    make: measured(([a, b]) => (a!.startsWith(b!) ? 1 : 0)),
  },
  ends_with: {
    form: "ends_with(text, 'a')",
    about: 'whether it ends with a',
    params: ['text', 'text'],
    make: measured(([a, b]) => (a!.endsWith(b!) ? 1 : 0)),
  },
  text: {
    form: 'text(x)',
    about: 'a number as text, in its shortest form',
    params: ['number'],
    make: ([x]) => ({ kind: 'text', at: (row) => (isMissing(x!, row) ? undefined : String(x!.at(row))) }),
  },
};
