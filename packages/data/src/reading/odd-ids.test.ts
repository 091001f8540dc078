import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAndRead } from '../testing/write-and-read.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-odd-ids-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file of such cells, by the way for plain files, and by the way for all others: blank lines in front. */
async function read(cells: readonly string[], isPlain: boolean, options: ReadFrameOptions = {}) {
  const lines = Array.from(
    { length: 300 },
    (_, i) => `${i % 7 === 3 ? cells[i % cells.length]! : cells[0]!};s${i % 5}`,
  );
  const all = [...lines, ...cells.map((cell) => `${cell};s1`)];
  const text = `${isPlain ? '' : '\n'}x;shop\n${all.join('\n')}\n`;
  const { frame, schema } = await writeAndRead(folder, 'rows.csv', text, options);
  return { column: frame.columns[0]!, warnings: schema.warnings };
}

describe.each([true, false])('ids that look like numbers (plain file: %s)', (isPlain) => {
  it('are texts where an exponent follows two digits or more', async () => {
    const { column, warnings } = await read(['1000', '1E3', '10E2', '20E2'], isPlain);
    expect(column).toMatchObject({ kind: 'categorical', categories: ['1000', '10E2', '1E3', '20E2'] });
    expect(warnings).toEqual([
      'column "x" holds ids such as 20E2, which would be 2000 as a number; read as text (if it holds quantities, say so: name it as the amount, or with kind: numeric under validation)',
    ]);
    expect((await read(['1000', '10E2'], isPlain, { quantities: ['x'] })).column.kind).toBe('numeric');
  });

  it.each([
    ['a plus', ['123', '+123', '45', '+45'], '\\+123 and 123'],
    ['an exponent', ['7', '1000', '1E3'], '1000 and 1E3'],
  ])('are a warning where %s makes two of one number', async (_, cells, shown) => {
    const { column, warnings } = await read(cells, isPlain);
    expect(column.kind).toBe('numeric');
    expect(warnings).toEqual([
      expect.stringMatching(`^column "x" holds ${shown}, which are one number; read as numbers`),
    ]);
    const declared = await read(cells, isPlain, { ids: ['x'] });
    expect(declared.column.kind).toBe('categorical');
    expect(declared.warnings).toEqual([expect.stringMatching(`holds ids such as ${shown}, which would be one number`)]);
  });

  it('are a warning where half of them or more are one digit with an exponent', async () => {
    const cells = ['1E3', '2E2', '3E3', '9E5', '', '7'];
    const { column, warnings } = await read(cells, isPlain);
    expect(column.kind).toBe('numeric');
    expect(warnings).toEqual([
      expect.stringMatching(
        /^column "x" holds \d+ of \d+ cells of one digit, E and digits such as 1E3; read as numbers, 1E3 as 1000 \(declare it categorical if they are codes\)$/,
      ),
    ]);
    expect((await read(cells, isPlain, { quantities: ['x'] })).warnings).toEqual([]);
    const ids = await read(cells, isPlain, { ids: ['x'] });
    expect(ids.column.kind).toBe('categorical');
    expect(ids.warnings).toEqual([expect.stringContaining('holds ids such as 1E3, which would be 1000 as a number')]);
    expect((await read(['12', '35', '1e+05', '1E3'].slice(0, 3), isPlain)).warnings).toEqual([]);
  });

  it('are texts in a column of ids where zeros behind the point differ', async () => {
    const cells = ['1.1', '1.10', '1.2'];
    expect((await read(cells, isPlain, { ids: ['x'] })).column.kind).toBe('categorical');
    expect(await read(cells, isPlain)).toMatchObject({ column: { kind: 'numeric' }, warnings: [] });
    expect((await read(['1', '1.0', '2'], isPlain, { ids: ['x'] })).column.kind).toBe('numeric');
  });

  it.each([
    ['signed amounts', ['+12', '-5', '+7', '0']],
    ['what R writes', ['1e+05', '99999', '120000', '2e+05']],
    ['small numbers', ['0.5', '5e-05', '1e-7', '3']],
    ['measures', ['1.5e3', '2.25E+02', '7', '0.5']],
    ['amounts by hand', ['12.50', '12.5', '7', '+7.25']],
  ])('are not seen in %s', async (_, cells) => {
    expect(await read(cells, isPlain)).toMatchObject({ column: { kind: 'numeric' }, warnings: [] });
  });

  it.each([
    ['points, some', ['411111111110001', '4.00037E+15', '4.00041E+15']],
    ['commas', ['4,00037E+15', '4,00041E+15']],
  ])('are a warning where a spreadsheet has rounded them, with %s', async (_, cells) => {
    const { warnings } = await read(cells, isPlain);
    expect(warnings).toEqual([
      expect.stringMatching(/^column "x" holds whole numbers such as 4[.,]000\d\dE\+15 in \d+ cells: a spreadsheet/),
    ]);
  });

  it('are no numbers beyond what a double holds', async () => {
    await expect(read([...Array.from({ length: 40 }, (_, i) => `${i}`), '1e400'], isPlain)).rejects.toMatchObject({
      code: 'DATA_NOT_NUMERIC',
      message: expect.stringContaining('got "1e400"'),
    });
  });
});

it.each([
  ['24.05.2011', /write these in the same way/],
  ['$12.5K', /Write numbers out, such as 12500 for 12.5K/],
  ['x7', /\. Correct the cells/],
])('says in the hint of a cell that is no number what %s may be', async (text, hint) => {
  const cells = [...Array.from({ length: 40 }, (_, i) => `${i}`), text];
  await expect(read(cells, true)).rejects.toMatchObject({ hint: expect.stringMatching(hint) });
});

it('names the markers that the user listed, in the hint of a cell that is no number', async () => {
  const cells = [...Array.from({ length: 40 }, (_, i) => `${i}`), 'x7'];
  await expect(read(cells, true, { missing: ['-999', 'none'] })).rejects.toMatchObject({
    hint: expect.stringContaining('mark them as missing (empty, -999, none)'),
  });
});
