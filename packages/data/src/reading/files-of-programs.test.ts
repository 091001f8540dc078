import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { valuesOf } from '../testing/written-cells.ts';
import { failureOf } from '../testing/write-and-read.ts';
import { sqlText, withDuckDb } from './duckdb.ts';
import { readFrame } from './read-frame.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-programs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Uint8Array, options?: ReadFrameOptions) {
  const path = join(folder, name);
  await writeFile(path, content);
  return readFrame(path, options);
}

describe('files of other programs', () => {
  it('are named where whole rows stand in quotes', async () => {
    const lines = ['"id,amt,shop"', ...Array.from({ length: 12 }, (_, i) => `"T${i},${i}.5,a"`)];
    const { frame, schema } = await read('rows.csv', `${lines.join('\n')}\n`);
    expect(frame.names).toEqual(['id,amt,shop']);
    expect(schema.warnings).toEqual([
      expect.stringContaining(
        'its header (id,amt,shop) and its lines stand in quotes as a whole, so that "," parts no cells',
      ),
    ]);
    const texts = await read('texts.csv', '"a,b"\n"one"\n"two, three, four"\n');
    expect(texts.schema.warnings).toEqual([]);
  });

  it.each(['rows.csv', 'rows.jsonl'])('may end with Ctrl-Z: %s', async (name) => {
    const text = name === 'rows.csv' ? 'a,b\r\n1,x\r\n2,y\r\n' : '{"a":1,"b":"x"}\r\n{"a":2,"b":"y"}\r\n';
    const { frame } = await read(name, `${text}\u001a`);
    expect(frame.nRows).toBe(2);
    expect(valuesOf(frame.column('b'))).toEqual(['x', 'y']);
    const inside = await read('inside.csv', 'a,b\n1,x\u001ay\n2,\u001a\n3,z\n');
    expect(valuesOf(inside.frame.column('b'))).toEqual(['x\u001ay', '\u001a', 'z']);
  });

  it.each(['~|~', '||', '::', '|~|', '@@'])('are named where %j parts cells', async (signs) => {
    const lines = ['id', ...Array.from({ length: 9 }, (_, i) => `T${i}`)].map((id) => [id, 'b', 'c'].join(signs));
    const { schema } = await read('long.csv', `${lines.join('\n')}\n`);
    expect(schema.warnings.join('\n')).toContain(
      `${JSON.stringify(signs)} parts the cells of ${join(folder, 'long.csv')}`,
    );
  });

  it.each([
    'a||b|c\n1||2|3\n4||5|6\n',
    'a,b::c\n1,x::y\n2,z::w\n',
    'a::b\n1\n2\n',
    'a~b\n1~2\n3~4\n',
    'a,,b\n1,,2\n3,,4\n',
  ])('are read where one sign does: %j', async (content) => {
    const { schema } = await read('short.csv', content);
    expect(schema.warnings.join('\n')).not.toContain('delimiter of several signs');
  });

  it('are refused with the cause where R wrote names of rows', async () => {
    const error = await failureOf(read('r.csv', '"id","amt"\n"1","T1",5\n"2","T2",6\n"3","T3",7\n'));
    expect(error).toMatchObject({ code: 'DATA_RAGGED_ROW' });
    expect(error.hint).toContain('write the file with row.names = FALSE, or with col.names = NA');
    const other = await failureOf(read('one.csv', 'id,amt\nT1,5\nT2,6\nT3,7,8\n'));
    expect(other.hint).not.toContain('row.names');
  });

  it.each([
    ['cp850', 'iconv -f CP850 -t UTF-8'],
    ['IBM037', 'iconv -f CP037 -t UTF-8'],
    ['ebcdic-cp-500', 'iconv -f CP500 -t UTF-8'],
    ['klingon', 'For example utf-8'],
  ])('say how to convert them from %s', async (encoding, hint) => {
    const error = await failureOf(read('e.csv', 'a,b\n1,2\n', { encoding }));
    expect(error.hint).toContain(hint);
  });

  it.each([true, false])('are named where they are UTF-32', async (hasMark) => {
    for (const isBig of [true, false]) {
      const points = [...(hasMark ? ['\ufeff'] : []), ...Array.from('a,b\n1,x\n2,y\n')].map((sign) =>
        sign.codePointAt(0)!,
      );
      const bytes = Buffer.alloc(4 * points.length);
      points.forEach((point, i) => (isBig ? bytes.writeUInt32BE(point, 4 * i) : bytes.writeUInt32LE(point, 4 * i)));
      const error = await failureOf(read('u.csv', bytes));
      expect(error.message).toContain('must be UTF-8 or UTF-16 text, got UTF-32');
      expect(error.hint).toContain('iconv -f UTF-32');
    }
    const utf16 = await read('u16.csv', Buffer.from('\ufeffa,b\n1,x\n2,y\n', 'utf16le'));
    expect(utf16.frame.nRows).toBe(2);
  });

  it.skipIf(process.platform === 'win32')('are refused where they are pipes', async () => {
    const path = join(folder, 'pipe.csv');
    execFileSync('mkfifo', [path]);
    expect(await failureOf(readFrame(path))).toMatchObject({
      code: 'DATA_NOT_A_FILE',
      message: `data: path must be a file, got a pipe at ${path}`,
    });
  });

  it.each([
    ['an object over several lines', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', 'jq -c', 1],
    ['a list of values for a row', '["a", "b"]\n[1, 2]\n', 'one object per line', 1],
    ['a list of values for a row', '[["a", "b"], [1, 2]]\n', 'one object per line', 1],
    ['half of a character', '{"a": "x"}\n{"a": "\\ud83d"}\n', 'cut within it', 2],
    ['half of a character', '[{"a": "x"},\n{"a": "\\ude00 x"}]\n', 'cut within it', 2],
  ])('are refused with what JSON has wrong: %s in %j', async (got, content, hint, line) => {
    const error = await failureOf(read('j.jsonl', content));
    expect(error.message).toContain(`every line must be a JSON object, got ${got}`);
    expect(error.details).toMatchObject({ line });
    expect(error.hint?.toLowerCase()).toContain(hint);
  });

  it('may have two columns of one name in Parquet, which rename and name the file', async () => {
    const path = join(folder, 'twins.parquet');
    await withDuckDb(':memory:', (connection) =>
      connection.run(`COPY (SELECT i AS a, i + 10 AS z FROM range(3) t(i)) TO ${sqlText(path)} (FORMAT parquet)`),
    );
    const { readFile } = await import('node:fs/promises');
    // The name stands as one letter, which every reader compares.
    const bytes = Buffer.from((await readFile(path)).toString('latin1').replaceAll('\u0001z', '\u0001a'), 'latin1');
    await writeFile(path, bytes);
    expect(await failureOf(readFrame(path))).toMatchObject({
      code: 'DATA_DUPLICATE_COLUMNS',
      message: `data: column names must be distinct, got "a" more than once in ${path}`,
    });
    const { frame, schema } = await readFrame(path, { duplicates: 'rename' });
    expect(frame.names).toEqual(['a', 'a_2']);
    expect(valuesOf(frame.column('a_2'))).toEqual([10, 11, 12]);
    expect(schema.warnings).toEqual(['repeated column name, read as "a_2"']);
  });
});
