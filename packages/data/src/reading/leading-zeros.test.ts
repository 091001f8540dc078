import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { formats, readColumn, textFormats, valuesOf, writeCells } from '../testing/written-cells.ts';
import { withDuckDb } from './duckdb.ts';
import { beginsWithZero, zeroBehindSpaces, zeroInFront } from './leading-zeros.ts';
import { readFrame } from './read-frame.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-zeros-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(textFormats)('numbers with zeros in front in a %s file', (format) => {
  it.each([
    [['0123', '123', '999']],
    [['007', '7', undefined, '12']],
    [['00', '01', '10']],
    [['-01', '1', '-1']],
    [['012e45', '12e45', '3']],
    [['01.10', '1.1', '10.5']],
    [['0101.21', '8471.30', '0202.10']],
  ])('are texts as written: %j', async (cells) => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(column.kind).toBe('categorical');
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([expect.stringContaining(`zeros in front such as ${cells[0]}; read as text`)]);
  });

  it('are codes without an advice where a few of one length have letters', async () => {
    const cells = [...Array.from({ length: 38 }, (_, i) => ['00', '05', '51'][i % 3]!), 'N7', 'N7'];
    const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(valuesOf(column)).toEqual(cells);
    expect(warnings).toEqual([]);
  });

  it('are said to be beside another text that is no such code', async () => {
    const cells = [...Array.from({ length: 38 }, (_, i) => ['00', '05', '51'][i % 3]!), 'no', 'no'];
    const { warnings } = await readColumn(await writeCells(folder, format, cells));
    expect(warnings).toEqual([expect.stringContaining('"no"')]);
  });

  it.each([[['0', '0.5', '-0', '.5', '0e5']], [['20240101', '100', '0']], [['+5', '-0.25', '7']]])(
    'are not meant by %j',
    async (cells) => {
      const { column, warnings } = await readColumn(await writeCells(folder, format, cells));
      expect(valuesOf(column)).toEqual(cells.map(Number));
      expect(warnings).toEqual([]);
    },
  );

  it('are found wherever they stand', async () => {
    for (const place of [0, 150, 2500, 4999]) {
      const cells = Array.from({ length: 5000 }, (_, i) => String(1000 + i));
      cells[place] = '0042';
      const { frame } = await readFrame(await writeCells(folder, format, cells));
      expect(valuesOf(frame.column('x')), String(place)).toEqual(cells);
    }
  });

  it('are quantities where that is declared, where training had numbers, and where all are decimals of one width', async () => {
    const padded = ['000012.50', '123456.00', '000000.75'];
    const path = await writeCells(folder, format, [...padded, undefined]);
    const alone = await readColumn(path);
    expect(valuesOf(alone.column)).toEqual([12.5, 123_456, 0.75, Number.NaN]);
    expect(alone.warnings).toEqual([
      expect.stringContaining('such as 000012.50; read as 12.5, as all cells have one width'),
    ]);
    const mixed = await writeCells(folder, format, ['00012', '7.5', '0100']);
    const declared = await readColumn(mixed, { quantities: ['x', 'absent'] });
    expect(valuesOf(declared.column)).toEqual([12, 7.5, 100]);
    expect(declared.warnings).toEqual([expect.stringContaining('read as 12, as it is declared to hold quantities')]);
    const trained = await readColumn(mixed, { readings: { x: { kind: 'numeric' } } });
    expect(valuesOf(trained.column)).toEqual([12, 7.5, 100]);
    expect(trained.warnings).toEqual([expect.stringContaining('read as 12, as it held numbers in training')]);
  });

  it('are quantities with a decimal comma, a sign behind or a currency', async () => {
    const commas = await readColumn(await writeCells(folder, format, ['000012,50', '000100,00']), {
      quantities: ['x'],
    });
    expect(valuesOf(commas.column)).toEqual([12.5, 100]);
    const signs = await readColumn(await writeCells(folder, format, ['00012.50-', '00100.00']));
    expect(valuesOf(signs.column)).toEqual([-12.5, 100]);
    const codes = await readColumn(await writeCells(folder, format, ['012,5', '12,5', '7']));
    expect(valuesOf(codes.column)).toEqual(['012,5', '12,5', '7']);
  });

  it('that training knows as texts stay texts where no cell has a zero in front', async () => {
    const { column, warnings } = await readColumn(await writeCells(folder, format, ['123', '999']), {
      readings: { x: { kind: 'categorical' } },
    });
    expect(valuesOf(column)).toEqual(['123', '999']);
    expect(warnings).toEqual([]);
  });

  it('make codes of a column that has a few letters, but not of a declared amount', async () => {
    const cells = ['X12', ...Array.from({ length: 40 }, (_, i) => String(i).padStart(3, '0'))];
    const path = await writeCells(folder, format, cells);
    const { column } = await readColumn(path);
    expect(valuesOf(column)).toEqual(cells);
    expect(await failureOf(readFrame(path, { quantities: ['x'] }))).toMatchObject({
      code: 'DATA_NOT_NUMERIC',
      details: { row: 1, value: 'X12' },
    });
  });
});

describe('numbers with zeros in front', () => {
  it('are found behind spaces', async () => {
    const path = join(folder, 'spaces.csv');
    await writeFile(path, 'x,n\n 0123 ,1\n  7,2\n');
    const { column } = await readColumn(path);
    expect(valuesOf(column)).toEqual(['0123', '7']);
    await writeFile(join(folder, 'spaces.jsonl'), '{"x":" 0123"}\n{"x":7}\n');
    expect(valuesOf((await readColumn(join(folder, 'spaces.jsonl'))).column)).toEqual(['0123', '7']);
  });

  it.each(formats)('of a declared amount in %s are one number', async (format) => {
    const path = await writeCells(folder, format, ['0012.5', '12.5']);
    const { column } = await readColumn(path, { quantities: ['x'] });
    expect(valuesOf(column)).toEqual([12.5, 12.5]);
  });

  it('are recognised in a text, in a table, and behind spaces', async () => {
    await withDuckDb(':memory:', async (connection) => {
      await fc.assert(
        fc.asyncProperty(fc.stringMatching(/^ {0,2}[-+]?[0-9:.a]{0,4}$/), async (text) => {
          const cell = `'${text}'`;
          const asked = `SELECT ${zeroInFront(cell)}, ${zeroBehindSpaces(cell)}`;
          const [bare, spaced] = (await connection.runAndReadAll(asked)).getRows()[0]!;
          expect(bare).toBe(beginsWithZero(text));
          expect(spaced).toBe(beginsWithZero(text.trim()));
        }),
        { numRuns: 150 },
      );
    });
  });
});
