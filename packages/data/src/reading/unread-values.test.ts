import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats, readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';
import { unreadValuesWarning } from './unread-values.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-unread-values-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rng = new Rng(3);
const int = (n: number): number => Math.floor(n * rng.uniform());
const two = (value: number): string => String(value).padStart(2, '0');
const amount = (): string =>
  (Math.exp(9 * rng.uniform()) + 1).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const spaced = (): string => amount().replaceAll(',', ' ');
const whole = (): string => amount().slice(0, -3);
const digits = (width: number): string => String(10 ** (width - 1) + int(9 * 10 ** (width - 1)));
const oneOf = (...words: readonly string[]): string => words[int(words.length)]!;
const many = (cell: () => string): string[] => [...new Set(Array.from({ length: 400 }, cell))];

/** Texts of a kind, each made by chance. */
type Kinds = readonly (readonly [string, () => string])[];

const quantities: Kinds = [
  ['S/ 1,234.50', () => `S/ ${amount()}`],
  ['S/. 900', () => `S/. ${int(900)}`],
  ['RM1,234.50', () => `RM${amount()}`],
  ['RM 900', () => `RM ${int(9000)}`],
  ['KSh 1,234/=', () => `KSh ${whole()}/=`],
  ['1 234,50 руб.', () => `${spaced().replace('.', ',')} руб.`],
  ['900 TL', () => `${int(9000)} TL`],
  ['12€50', () => `${int(200)}€${two(int(100))}`],
  ['$12.50 USD', () => `$${amount()} USD`],
  ['Rs. 1,234 only', () => `Rs. ${whole()} only`],
  ['$1,234.50 c/u', () => `$${amount()} c/u`],
  ['1 234:50', () => spaced().replace('.', ':')],
  ['900kg', () => `${int(900)}kg`],
  ['900m²', () => `${int(900)}m²`],
  ['12.5°C', () => `${int(600) / 10}°C`],
  ['>900', () => `>${int(900)}`],
  ['ca. 21', () => `ca. ${1 + int(900)}`],
  ['2x', () => `${1 + int(24)}x`],
  ['37\u6b73', () => `${18 + int(70)}\u6b73`],
  ['0.2\u4e07\u5186', () => `${int(300) / 10}\u4e07\u5186`],
  ['154,536\u5186 and \u25b2154,536\u5186', () => `${oneOf('', '\u25b2')}${whole()}\u5186`],
  ['12.4650N', () => `12.${digits(4)}N`],
  ['~ 900', () => `~ ${int(900)}`],
];

const times: Kinds = [
  ['2025-W10-1', () => `2025-W${two(1 + int(52))}-${1 + int(7)}`],
  ['2025W10', () => `2025W${two(1 + int(52))}`],
  ['KW 10/2025', () => `KW ${1 + int(52)}/2025`],
  ['Q1 2025', () => `Q${1 + int(4)} ${2000 + int(26)}`],
  ['03/2025', () => `${two(1 + int(12))}/${2015 + int(10)}`],
  ['03/25', () => `${two(1 + int(12))}/${24 + int(6)}`],
  ['Mar-25', () => `${oneOf('Jan', 'Feb', 'Mar', 'Oct')}-${20 + int(6)}`],
  ['März 2025', () => `${oneOf('Januar', 'März', 'Mai', 'Oktober')} ${2015 + int(10)}`],
  ['1h 30m', () => `${int(24)}h ${int(60)}m`],
  ['PT1H30M', () => `PT${int(24)}H${int(60)}M`],
  ['3d 04:05:06', () => `${int(9)}d ${two(int(24))}:${two(int(60))}:${two(int(60))}`],
  ['10h30', () => `${two(int(24))}h${two(int(60))}`],
  ['kl. 06:56', () => `kl. ${two(int(24))}:${two(int(60))}`],
  ['\u5348\u524d11\u664222\u5206', () => `${oneOf('\u5348\u524d', '\u5348\u5f8c')}${int(12)}\u6642${int(60)}\u5206`],
  ['09:00-11:30', () => `${two(int(24))}:00-${two(int(24))}:30`],
];

const codes: Kinds = [
  ['C12345', () => `C${digits(5)}`],
  ['C of several lengths', () => `C${int(1e9)}`],
  ['ACC-0001-22', () => `ACC-${String(int(9999)).padStart(4, '0')}-${two(int(99))}`],
  ['an IBAN', () => `DE${two(int(99))} ${digits(4)} ${digits(4)} ${digits(4)} ${digits(4)} ${digits(2)}`],
  ['a masked card', () => `4111 **** **** ${digits(4)}`],
  ['a masked card of X', () => `XXXX-XXXX-XXXX-${digits(4)}`],
  ['a phone', () => `+49 170 ${digits(3)} ${digits(4)}`],
  ['a phone with brackets', () => `(555) ${digits(3)}-${digits(4)}`],
  ['an IP address', () => `${int(256)}.${int(256)}.${int(256)}.${int(256)}`],
  ['an IP address and a port', () => `10.0.0.${int(256)}:${int(9000)}`],
  ['a user agent', () => `Mozilla/5.0 (Windows NT 10.0) Chrome/${60 + int(40)}.0`],
  ['a version', () => `iOS ${9 + int(4)}.${int(5)}.${int(5)}`],
  ['an e-mail', () => `user${int(1e5)}@mail.com`],
  ['a merchant', () => `M${int(1e10)}`],
  ['a ZIP code', () => `${digits(5)}-${digits(4)}`],
  ['an invoice of a year', () => `INV-2025-${digits(4)}`],
  ['a case of a year', () => `${1 + int(900)}/2025`],
  ['a number of a year', () => `2024-${digits(3)}`],
  ['a MAC address', () => Array.from({ length: 6 }, () => two(int(99)).replace('9', 'F')).join(':')],
  ['a screen', () => `${800 + int(2000)}x${600 + int(1000)}`],
  ['a band', () => `${int(50) * 1000}-${int(50) * 1000 + 999}`],
  ['a customer', () => `customer ${int(1000)}`],
  ['a street', () => `${int(300)} Main Street`],
  ['a seat', () => `${int(40)}${oneOf('A', 'B', 'C', 'D', 'E', 'F')}`],
  ['a number', () => `No. ${int(1000)}`],
  ['a bank and a code', () => `BS ${digits(5)}`],
  ['a currency as a word of a code', () => `PLN${digits(5)}`],
  ['a state and a code', () => `CA ${1 + int(9e4)}`],
  ['a code and a letter', () => `${digits(5)}X`],
  ['a code of several lengths and a letter', () => `${1 + int(1e7)}X`],
  ['a code with zeros and a letter', () => `${String(int(999)).padStart(3, '0')}b`],
  ['a room of Japan', () => `${100 + int(800)}\u53f7\u5ba4`],
  ['a version and a letter', () => `${int(9)}.${int(9)}.${int(90)}b`],
  ['a chip', () => `M${int(9)} S${int(60)}`],
  ['a taxpayer', () => `${two(int(100))}${int(10)}.${digits(3)}.${digits(3)}-${two(int(100))}`],
  ['a company', () => `${digits(2)}.${digits(3)}.${digits(3)}/0001-${two(int(100))}`],
  ['an insured person', () => `756.${digits(4)}.${digits(4)}.${digits(2)}`],
  ['a room', () => `${1 + int(20)}/${100 + int(300)}`],
];

const said = (what: string): RegExp =>
  new RegExp(
    `^column "x" looks like ${what} in \\d+ of \\d+ different texts, in a form that is not known: ".*"; read as text, in which each`,
  );

describe('texts that look like quantities or times and are not read', () => {
  it.each(quantities)('are a warning with examples: %s', (_, cell) => {
    expect(unreadValuesWarning('x', many(cell))).toMatch(said('amounts or quantities'));
  });

  it.each(times)('are a warning with examples: %s', (_, cell) => {
    expect(unreadValuesWarning('x', many(cell))).toMatch(said('times or durations'));
  });

  it.each(codes)('are not seen in %s', (_, cell) => {
    expect(unreadValuesWarning('x', many(cell))).toBeUndefined();
  });

  it('are not seen where there are few of them, or many others', () => {
    expect(
      unreadValuesWarning(
        'x',
        many(() => `2025-W${10 + int(9)}`),
      ),
    ).toBeUndefined();
    const others = many(() => (int(5) === 0 ? oneOf('Aldi', 'Rewe') + int(90) : `S/ ${amount()}`));
    expect(unreadValuesWarning('x', others)).toBeUndefined();
  });
});

describe.each(formats)('texts in an unknown form in a %s file', (format) => {
  it('are a warning that names the column, whole or in parts', async () => {
    for (const cell of [() => `2025-W${two(1 + int(52))}-${1 + int(7)}`, () => `Rs. ${whole()} only`]) {
      const { column, warnings } = await readColumn(await writeCells(folder, format, many(cell)));
      expect(column.kind).toBe('categorical');
      expect(warnings).toEqual([expect.stringMatching(said('(?:amounts or quantities|times or durations)'))]);
    }
  });

  it('are no warning where they are declared categorical', async () => {
    const path = await writeCells(
      folder,
      format,
      many(() => `KSh ${whole()}/=`),
    );
    expect((await readColumn(path, { texts: ['x'] })).warnings).toEqual([]);
  });
});

describe.each(['csv', 'tsv', 'jsonl'] as const)('amounts of other countries in a %s file', (format) => {
  it.each([
    ['a stroke behind', ['Rs. 1,234/-', 'Rs. 12/-', 'Rs. 12,34,567/-', 'Rs. 5.50/-'], [1234, 12, 1_234_567, 5.5]],
    ['a stroke behind, without a currency', ['1,234/-', '12/-', '900/='], [1234, 12, 900]],
    ['a colon before the cents', ['1 234:50 kr', '234:05 kr', '-3:10 kr'], [1234.5, 234.05, -3.1]],
    ['a colon before the cents, with points', ['1.234:50 kr.', '234:05 kr.'], [1234.5, 234.05]],
    ['a colon before the cents and crowns before them', ['kr 1 234:50', 'kr 234:05'], [1234.5, 234.05]],
    ['a colon and a dash', ['1 234:-', '50:-'], [1234, 50]],
  ])('are read, with a warning that shows one: %s', async (_, cells, values) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(values);
    expect(warnings[0]).toMatch(/^column "x" holds cells written as .+, read as /);
  });

  it.each([
    ['a percent sign in front', ['%19,5', '%7', '% 0,25', '-%3,5'], [19.5, 7, 0.25, -3.5]],
    ['a triangle for minus', ['1,154,536', '\u25b3154,536', '\u25b2 2,000', '0'], [1_154_536, -154_536, -2000, 0]],
    ['a triangle and a currency', ['¥1,500', '\u25b3¥2,500', '¥\u25b23,500'], [1500, -2500, -3500]],
  ])('are read by the sign in front: %s', async (_, cells, values) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(values);
    expect(warnings[0]).toMatch(/^column "x" holds numbers written as .+, read as /);
  });

  it('are texts where triangles point up and down', async () => {
    const { column } = await readColumn(await writeCells(folder, format, ['\u25b21.5', '\u25bc2.5', '0.5']));
    expect(column.kind).toBe('categorical');
  });

  it('are no amounts where nothing tells a colon from that of a clock', async () => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, ['12:50', '9:05', '7:30']));
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([expect.stringContaining('holds times of day, durations or ratios')]);
  });
});
