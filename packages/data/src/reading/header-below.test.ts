import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failureOf } from '../testing/write-and-read.ts';
import { readFrame } from './read-frame.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-title-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (content: string): Promise<string> => {
  const path = join(folder, 'export.csv');
  await writeFile(path, content);
  return path;
};
const table = 'Datum;Betrag;Text;Ort;Land\n01.02.2025;12,50;a;b;c\n13.02.2025;2,75;d;e;f\n';

it.each([
  ['Kartenumsätze Januar;;;\n', 2, 'line'],
  ['Kartenumsätze Januar;;;\nKonto;12345;;\n\n', 4, '3 lines'],
  ['\nKartenumsätze Januar\n', 3, '2 lines'],
  ['\ufeffKartenumsätze, Januar\r\n', 2, 'line'],
])('names the line that looks like the header below a title: %j', async (title, line, above) => {
  const error = await failureOf(readFrame(await write(title + table)));
  expect(error.code).toBe('DATA_RAGGED_ROW');
  expect(error.hint).toBe(
    `Line ${line} looks like the header ("Datum", "Betrag", "Text", …): remove the ${above} above it.`,
  );
});

it('warns of a title of full width, which is read as names', async () => {
  const { frame, schema } = await readFrame(await write(`Kartenumsätze Januar;;;;\n${table}`));
  expect(frame.names).toEqual(['Kartenumsätze Januar', 'column_2', 'column_3', 'column_4', 'column_5']);
  expect(schema.warnings[0]).toMatch(
    /looks like a title, .*; line 2 looks like the header \("Datum", "Betrag", "Text", …\): remove the line above it/,
  );
});

it.each([table, 'a,b,\nx,y,z\n1,2,3\n', 'text\n"hello, world"\nbye\n', 'index,,\n1,2,3\n4,5,6\n'])(
  'says nothing of other first lines: %j',
  async (content) => {
    const { schema } = await readFrame(await write(content));
    expect(schema.warnings.filter((warning) => warning.includes('title'))).toEqual([]);
  },
);
