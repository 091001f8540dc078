import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-dated-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(['csv', 'jsonl'] as const)('dates in other forms in a %s file', (format) => {
  it.each([
    ['Croatian', ['01.02.2025. 05:52', '25.02.2025. 14:05:09'], ['2025-02-01T05:52', '2025-02-25T14:05:09']],
    ['Czech', ['3. 1. 2025', '25. 2. 2025', '25. 2. 2025 9:05'], ['2025-01-03', '2025-02-25', '2025-02-25T09:05']],
    ['Hungarian', ['2025. 01. 03. 00:05', '2025. 1. 3.'], ['2025-01-03T00:05', '2025-01-03']],
    ['Korean', ['2025. 1. 3. 오후 2:05', '2025. 1. 13. 오전 12:05:09'], ['2025-01-03T14:05', '2025-01-13T00:05:09']],
    ['Korean in words', ['2025년 1월 3일', '2025년 1월 3일 오후 2:05'], ['2025-01-03', '2025-01-03T14:05']],
    ['Chinese', ['2025年01月03日', '2025年1月3日 00:05'], ['2025-01-03', '2025-01-03T00:05']],
    [
      'Chinese clocks',
      ['2025年1月3日9时5分7秒', '2025/1/13 下午 2:05:09'],
      ['2025-01-03T09:05:07', '2025-01-13T14:05:09'],
    ],
    ['French', ['03/01/2025 à 00:05', '25/01/2025 à 07h05'], ['2025-01-03T00:05', '2025-01-25T07:05']],
    ['hours with h', ['2025-01-03 07h05', '2025-01-25 14h05'], ['2025-01-03T07:05', '2025-01-25T14:05']],
    [
      '.NET in JSON',
      ['/Date(1735862709000)/', '/Date(1735924330250+0100)/', '/Date(-1000)/'],
      ['2025-01-03T00:05:09', '2025-01-03T17:12:10.250', '1969-12-31T23:59:59'],
    ],
    [
      'Go',
      [
        '2025-01-03 00:05:09 +0000 UTC',
        '2025-01-03 00:05:09.5 +0100 CET',
        '2025-01-03 00:05:09.123456789 +0300 +03 m=+0.000012',
      ],
      ['2025-01-03T00:05:09', '2025-01-02T23:05:09.500', '2025-01-02T21:05:09.123456'],
    ],
    [
      'the second 60',
      ['2025-01-03 13:40:60', '2016-12-31T23:59:60', '2025-01-03 13:40:07'],
      ['2025-01-03T13:41', '2017-01-01', '2025-01-03T13:40:07'],
    ],
  ])('are read, with a warning that shows how: %s', async (_, cells, times) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, [...cells, undefined]));
    expect(column.kind).toBe('timestamp');
    const expected = times.map((time) => {
      const [, ms, micros = ''] = /^(.*?[.]\d{3}|.*?)(\d{3})?$/.exec(time)!;
      return (
        Date.parse(`${ms!.includes('T') ? ms : `${ms}T00:00`}Z`) +
        (time.includes('.') && micros ? Number(micros) / 1000 : 0)
      );
    });
    expect(valuesOf(column).slice(0, -1)).toEqual(expected);
    expect(warnings.join()).toMatch(/^column "x" holds cells written as .+, read as /);
  });

  it('with a comma behind the date are times as `toLocaleString` of a browser writes them', async () => {
    const { column, warnings } = await readColumn(
      await writeCells(folder, format, ['03/01/2025, 00:05:09', '25/01/2025, 17:12:00']),
    );
    expect(valuesOf(column)).toEqual([Date.UTC(2025, 0, 3, 0, 5, 9), Date.UTC(2025, 0, 25, 17, 12)]);
    expect(warnings).toEqual([]);
  });

  it('that count nanoseconds are kept as texts for the time column', async () => {
    const cells = ['1735862709000000001', '1735862709000000002'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings[0]).toContain('kept as text, and as the time column read as nanoseconds since 1970');
  });

  it('fit two orders as those without spaces do', async () => {
    const { column, warnings } = await readColumn(
      await writeCells(folder, format, ['01.02.2025. 05:52', '3. 1. 2025']),
    );
    expect(valuesOf(column)).toEqual(['01.02.2025. 05:52', '3. 1. 2025']);
    expect(warnings[0]).toContain('dates that fit day/month and month/day alike');
  });

  it('are texts where others are', async () => {
    const cells = ['1. Hauptstr. 12', '2025. Anno', '12 h 30', '3. 1. 2', '/Date(x)/', '2025-01-03 99:60:60'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([]);
  });
});
