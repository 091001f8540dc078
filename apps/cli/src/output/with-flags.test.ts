import { DataError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { reportError } from './error.ts';
import { noteWarnings, warningLines } from './warnings.ts';

describe('flags', () => {
  it.each([
    ['say dateOrder: day-first', 'say dateOrder (--date-order): day-first'],
    [
      'say which with decimalMark: comma; decimalMark',
      'say which with decimalMark (--decimal-mark): comma; decimalMark',
    ],
    ['say which with timeUnit (--time-unit)', 'say which with timeUnit (--time-unit)'],
    ['list it in missing, in quotes; read as missing', 'list it in missing (--missing), in quotes; read as missing'],
    ['column "missing" holds no value', 'column "missing" holds no value'],
    ['Set sort to sort the rows by "when" first.', 'Add --sort to sort the rows by "when" first.'],
    [
      'no column of amounts is named: features of amounts are left out',
      'no column of amounts is named (--amount): features of amounts are left out',
    ],
    ['k 9 asks for more than the 3 features there are', '--k 9 asks for more than the 3 features there are'],
    ['features.select.k 9 asks for more', 'features.select.k 9 asks for more'],
  ])('stand behind the option that %j names', (text, shown) => {
    expect(warningLines([text])[0]).toMatch(/. (.*)$/);
    expect(warningLines([text])[0]!.endsWith(shown)).toBe(true);
    let said = '';
    noteWarnings({ err: (line) => (said += line) }, {}, [text]);
    expect(said).toBe(`note: ${shown}\n`);
    const error = new DataError('X', 'data: x', { hint: text });
    expect(reportError(error, false).text).toBe(`error: data: x\n  ${shown}\n`);
  });

  it.each([
    ['DATA_ENCODING', 'The file is not UTF-8.', 'The file is not UTF-8. --encoding names it.'],
    ['DATA_ENCODING', 'Give encoding: utf-8 for this file.', 'Give encoding: utf-8 for this file (--encoding).'],
    ['DATA_ENCODING', 'Name it (--history-encoding).', 'Name it (--history-encoding).'],
    ['FILE_EXISTS', undefined, '--force replaces it.'],
    ['OTHER', 'Do this.', 'Do this.'],
  ])('follow the hint of %s where it names none: %s', (code, hint, shown) => {
    const error = new DataError(code, 'data: x', hint === undefined ? {} : { hint });
    expect(reportError(error, false)).toMatchObject({ json: { error: { hint: shown } } });
  });
});
