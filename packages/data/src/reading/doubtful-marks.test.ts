import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readColumn, valuesOf, writeCells } from '../testing/written-cells.ts';
import { readFrame } from './read-frame.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-marks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a table of text columns, of which `x` is read. */
async function write(columns: Readonly<Record<string, readonly string[]>>, delimiter = ';'): Promise<string> {
  const path = join(folder, 'marks.csv');
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.map((_, i) => names.map((name) => columns[name]![i]).join(delimiter));
  await writeFile(path, `${[names.join(delimiter), ...rows].join('\n')}\n`);
  return path;
}

const amounts = ['1.234', '999', '-12.500', '7'];
const asDecimals = [1.234, 999, -12.5, 7];
const asThousands = [1234, 999, -12_500, 7];
const whole = ['1', '2', '3', '4'];

describe('numbers whose points may part thousands', () => {
  it.each([',', ';', '\t'])(
    'are read as decimals, with a warning that shows both readings, where "%s" parts cells',
    async (delimiter) => {
      const { column, warnings } = await readColumn(await write({ x: amounts, n: whole }, delimiter));
      expect(valuesOf(column)).toEqual(asDecimals);
      expect(column.reading).toBeUndefined();
      expect(warnings).toEqual([
        'column "x" holds numbers such as 1.234, which is 1.234 if the point parts the fraction and 1234 if it parts thousands; read as 1.234 (say which with decimalMark: point for the first, comma for the second)',
      ]);
    },
  );

  it('are what is declared, and are kept so with a model', async () => {
    const path = await write({ x: amounts, flag: ['true', 'false', 'true', 'true'], n: whole });
    const thousands = await readColumn(path, { decimalMark: 'comma' });
    expect(valuesOf(thousands.column)).toEqual(asThousands);
    expect(thousands.column.reading).toEqual({ numbers: 'comma' });
    expect(thousands.warnings).toEqual([]);
    const points = await readColumn(path, { decimalMark: 'point' });
    expect(valuesOf(points.column)).toEqual(asDecimals);
    expect(points.warnings).toEqual([]);
    const { frame } = await readFrame(path, { decimalMark: 'comma' });
    expect(frame.columns.map(({ kind }) => kind)).toEqual(['numeric', 'numeric', 'numeric']);
    const trained = await readColumn(path, { readings: { x: { kind: 'numeric' } } });
    expect([valuesOf(trained.column), trained.warnings]).toEqual([asDecimals, []]);
    const before = await readColumn(path, { readings: { x: { kind: 'numeric', numbers: 'comma' } } });
    expect([valuesOf(before.column), before.warnings]).toEqual([asThousands, []]);
  });

  it('follow the mark that another column proves', async () => {
    const comma = await readColumn(await write({ x: amounts, fee: ['403,09', '1,5', '2', '7'] }));
    expect(valuesOf(comma.column)).toEqual(asThousands);
    expect(comma.warnings).toEqual([
      'column "x" holds numbers such as 1.234; read as 1234, as column "fee" has decimal commas (decimalMark says otherwise)',
    ]);
    const point = await readColumn(await write({ x: amounts, fee: ['403.09', '1.5', '2', '7'] }));
    expect(valuesOf(point.column)).toEqual(asDecimals);
    expect(point.warnings[0]).toContain('read as 1.234, as column "fee" has decimal points');
    const both = await readColumn(await write({ x: amounts, a: ['1,5', '2', '3', '4'], b: ['1.5', '2', '3', '4'] }));
    expect(valuesOf(both.column)).toEqual(asDecimals);
    expect(both.warnings.join()).toContain('if it parts thousands; read as 1.234');
  });

  it('are found wherever they stand, and not where a cell proves decimals', async () => {
    const cells = Array.from({ length: 3000 }, (_, i) => (i < 2500 ? String(i % 1000) : `${1 + (i % 900)}.500`));
    const late = await readColumn(await write({ x: cells, n: cells }));
    expect(late.warnings).toEqual([expect.stringMatching(/^column "x" .*the same goes for another column: "n"$/)]);
    for (const proof of ['1.5', '0.125', '1234', '1.2345', '1234.567', '-0.5', '1e-2']) {
      for (const at of [0, 2900]) {
        const { warnings } = await readColumn(await write({ x: cells.with(at, proof), n: cells.map(() => '1') }));
        expect(warnings, proof).toEqual([]);
      }
    }
  });

  it('may be commas, too', async () => {
    const commas = amounts.map((text) => text.replace('.', ','));
    const decimals = await readColumn(await write({ x: commas, n: whole }));
    expect(valuesOf(decimals.column)).toEqual(asDecimals);
    expect(decimals.warnings[0]).toContain('such as 1,234, which is 1.234 if the comma parts the fraction');
    const proven = await readColumn(await write({ x: commas, fee: ['403.09', '1.5', '2', '7'] }));
    expect(valuesOf(proven.column)).toEqual(asThousands);
    const declared = await readColumn(await write({ x: commas, n: whole }), { decimalMark: 'point' });
    expect([valuesOf(declared.column), declared.warnings]).toEqual([asThousands, []]);
    const quoted = await readColumn(await writeCells(folder, 'csv', commas));
    expect([valuesOf(quoted.column), quoted.warnings]).toEqual([asThousands, []]);
    const american = await write({ x: commas.map((text) => `"${text}"`), fee: ['"403,09"', '"1,5"', '2', '7'] }, ',');
    expect(valuesOf((await readColumn(american)).column)).toEqual(asDecimals);
  });

  it('are no question where JSON says numbers, and one of texts is answered by the declared mark', async () => {
    const path = join(folder, 'marks.jsonl');
    await writeFile(path, '{"x":1.234,"y":"1.234"}\n{"x":999,"y":"999"}\n');
    const { frame, schema } = await readFrame(path, { decimalMark: 'comma' });
    expect(frame.columns.map(valuesOf)).toEqual([
      [1.234, 999],
      [1234, 999],
    ]);
    expect(schema.warnings).toEqual([]);
    // The numbers of the other column prove nothing of texts.
    const alone = await readColumn(path);
    expect(alone.warnings).toEqual([expect.stringMatching(/^column "y" holds numbers such as 1\.234, which is /)]);
  });

  it('are read as in CSV where JSON has texts, in lines and in an array', async () => {
    const readTexts = async (columns: Readonly<Record<string, readonly unknown[]>>, ending: string) => {
      const path = join(folder, `texts.${ending}`);
      const names = Object.keys(columns);
      const rows = columns[names[0]!]!.map((_, i) =>
        Object.fromEntries(names.map((name) => [name, columns[name]![i]])),
      );
      const text = ending === 'jsonl' ? rows.map((row) => JSON.stringify(row)).join('\n') : JSON.stringify(rows);
      await writeFile(path, `${text}\n`);
      const { column, warnings } = await readColumn(path);
      return { values: valuesOf(column), warnings };
    };
    const commas = amounts.map((text) => text.replace('.', ','));
    for (const ending of ['jsonl', 'array.jsonl']) {
      const proven = await readTexts({ x: amounts, fee: ['403,09', '1,5', '2', '7'], n: [0.5, 1, 2, 3] }, ending);
      expect(proven.values).toEqual(asThousands);
      expect(proven.warnings).toEqual([
        'column "x" holds numbers such as 1.234; read as 1234, as column "fee" has decimal commas (decimalMark says otherwise)',
      ]);
      const points = await readTexts({ x: commas, fee: ['403.09', '1.5', '2', '7'] }, ending);
      expect(points.values).toEqual(asThousands);
      expect(points.warnings[0]).toContain('as column "fee" has decimal points');
      const open = await readTexts({ x: commas, n: [0.5, 1, 2, 3] }, ending);
      expect(open.values).toEqual(asThousands);
      expect(open.warnings[0]).toContain('such as 1,234, which is 1.234 if the comma parts the fraction');
      const numbers = await readTexts({ x: asDecimals, fee: ['403,09', '1,5', '2', '7'] }, ending);
      expect(numbers).toEqual({ values: asDecimals, warnings: [] });
    }
  });

  it('are named where a column does not fit what is declared', async () => {
    const path = await write({ x: ['1.5', '12,5', '3'], n: ['1', '2', '3'] });
    expect((await readColumn(path)).column.kind).toBe('categorical');
    const { warnings } = await readColumn(await write({ x: ['1.234,5', '12,5'], n: ['1', '2'] }), {
      decimalMark: 'point',
    });
    expect(warnings).toContainEqual(expect.stringContaining('column "x" is written otherwise than declared'));
  });
});
