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
    ['list it in missing, in quotes; read as missing', 'list it in missing (--missing), in quotes; read as missing'],
    ['Set aws.region or AWS_REGION.', 'Set aws.region (--region) or AWS_REGION.'],
    ['column "missing" holds no value', 'column "missing" holds no value'],
    ['the time of the target', 'the time of the target'],
    ['features.select.k 9 asks for more', 'features.select.k 9 asks for more'],
  ])('stand behind the key that %j names', (text, shown) => {
    expect(warningLines([text])[0]).toMatch(/. (.*)$/);
    expect(warningLines([text])[0]!.endsWith(shown)).toBe(true);
    let said = '';
    noteWarnings({ err: (line) => (said += line) }, {}, [text]);
    expect(said).toBe(`note: ${shown}\n`);
    const error = new DataError('X', 'data: x', { hint: text });
    expect(reportError(error, false).text).toBe(`error: data: x\n  ${shown}\n`);
  });

  it.each([
    [['encoding'], 'Name it.', 'Name it. On the command line: --encoding.'],
    [['sort', 'force'], 'Sort first.', 'Sort first. On the command line: --sort, --force.'],
    [['timeUnit'], 'Say timeUnit: days.', 'Say timeUnit (--time-unit): days.'],
    [['time', 'split.embargo'], undefined, 'On the command line: --time.'],
    [[], 'Do this.', 'Do this.'],
  ])('of the settings %j that an error is about', (settings, hint, shown) => {
    const error = new DataError('X', 'data: x', { details: { settings }, ...(hint === undefined ? {} : { hint }) });
    expect(reportError(error, false)).toMatchObject({ json: { error: { hint: shown } } });
  });

  it('follow from the code, too', () => {
    const error = new DataError('FILE_EXISTS', 'output must not exist yet, got a.csv');
    expect(reportError(error, false)).toMatchObject({ json: { error: { hint: '--force replaces it.' } } });
  });
});
