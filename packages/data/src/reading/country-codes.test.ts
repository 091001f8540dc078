import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats, readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-countries-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const countries = ['DE', 'NA', 'FR', 'ES', 'ZA', 'NA', 'US'];

describe.each(formats)('codes of countries in a %s file', (format) => {
  it('are pointed out where that of Namibia was read as missing', async () => {
    const path = await writeCells(folder, format, countries);
    const { column, warnings } = await readColumn(path);
    expect(valuesOf(column).filter((value) => value === undefined)).toHaveLength(2);
    expect(warnings).toEqual([
      'column "x" holds codes of two letters such as DE, and NA in 2 cells, which was read as missing; if it is the code of Namibia, name in the config what means "no value", without it: missing: ["N/A", "?"]',
    ]);
    const declared = await readColumn(path, { texts: ['x'] });
    expect(declared.warnings).toEqual(warnings);
    const told = await readColumn(path, { missing: ['N/A', '?'] });
    expect([valuesOf(told.column), told.warnings]).toEqual([countries, []]);
    expect((await readColumn(path, { missing: ['NA'] })).warnings).toEqual([]);
  });

  it('are few, longer or small letters where nothing is said', async () => {
    for (const cells of [
      ['DE', 'NA', 'FR', 'ES'],
      ['DEU', 'NA', 'FRA', 'ESP', 'ZAF', 'USA'],
      ['DE', 'na', 'FR', 'ES', 'ZA', 'US'],
      ['DE', 'N/A', 'FR', 'ES', 'ZA', 'US'],
    ]) {
      const { warnings } = await readColumn(await writeCells(folder, format, cells));
      expect(warnings, cells.join()).toEqual([]);
    }
  });
});
