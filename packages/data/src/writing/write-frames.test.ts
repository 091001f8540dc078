import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CategoricalColumn } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintFrame } from '../fingerprint.ts';
import { sqlFile, withDuckDb } from '../reading/duckdb.ts';
import { readFrame } from '../reading/read-frame.ts';
import { escapedFormula } from './escape-formulas.ts';
import { writeFrames } from './write-frames.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const frame = new Frame([
  { kind: 'numeric', name: 'id', values: Float64Array.of(1, 2, Number.NaN) },
  { kind: 'numeric', name: 'amount', values: Float64Array.of(0.1, -5, 1e20) },
  {
    kind: 'timestamp',
    name: 'when',
    values: Float64Array.of(Date.UTC(2025, 0, 1), Number.NaN, Date.UTC(1969, 5, 1, 2, 3, 4)),
  },
  { kind: 'categorical', name: 'shop "x"', codes: Int32Array.of(1, -1, 0), categories: ['a, b', 'c'] },
]);

describe('writeFrames', () => {
  it.each(['csv', 'csv.gz', 'tsv', 'jsonl'])('keeps names that differ by case only in .%s', async (ending) => {
    const shop = frame.column('shop "x"');
    const texts = ['=1+1', 'a\u0001b\\', 'say "no",\tor\nnot'];
    const cased = new Frame([
      ...frame.columns,
      { ...(shop as CategoricalColumn), name: 'Shop "X"', codes: Int32Array.of(0, 1, 2), categories: texts },
      { kind: 'numeric', name: 'ID', values: Float64Array.of(7, 8, 9) },
      { kind: 'numeric', name: 'id_1', values: Float64Array.of(0.5, 1, 2) },
    ]);
    const path = join(folder, `rows.${ending}`);
    await writeFrames(path, [cased, cased]);
    const { frame: read } = await readFrame(path);
    expect(read.names).toEqual(cased.names);
    const twice = cased.take(Uint32Array.of(0, 1, 2, 0, 1, 2));
    expect(fingerprintFrame(read, '').sha256).toBe(fingerprintFrame(twice, '').sha256);
  });

  it('refuses them in Parquet, whose engine would rename one, and writes nothing', async () => {
    const cased = new Frame([frame.column('id'), { ...frame.column('id'), name: 'ID' }]);
    await expect(writeFrames(join(folder, 'x.parquet'), [cased])).rejects.toMatchObject({
      code: 'NAMES_DIFFER_BY_CASE',
      details: { columns: ['id', 'ID'] },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['csv', 'csv.gz', 'tsv', 'parquet', 'jsonl'])('round-trips through .%s', async (ending) => {
    const path = join(folder, 'deep', `rows.${ending}`);
    expect(await writeFrames(path, [frame, frame])).toEqual({ rows: 6 });
    const { frame: read } = await readFrame(path);
    const twice = frame.take(Uint32Array.of(0, 1, 2, 0, 1, 2));
    expect(fingerprintFrame(read, '').sha256).toBe(fingerprintFrame(twice, '').sha256);
    expect(await readdir(join(folder, 'deep'))).toEqual([`rows.${ending}`]);
  });

  it.each(['z.txt', 'z.psv', 'z.ssv', 'z.xlsx'])('refuses %s, whose ending says no format to write', async (name) => {
    await expect(writeFrames(join(folder, name), [frame])).rejects.toMatchObject({ code: 'DATA_FORMAT_UNKNOWN' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that the disk is full, whoever found out', async () => {
    const failing = function* (): Generator<Frame> {
      yield frame;
      throw new Error('Failed to commit: Could not write file "rows.duckdb": No space left on device');
    };
    await expect(writeFrames(join(folder, 'rows.csv'), failing())).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('rows.csv'),
      hint: expect.stringContaining('Free some disk space'),
    });
  });

  describe('of texts that a spreadsheet would compute', () => {
    const texts = [
      '=1+1',
      '+1',
      '-1 + 1',
      '@SUM(1)',
      '\tx',
      '\rx',
      '\nx',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      '\u200b=1+1',
      '\ufeff\u2060@x',
      'a=1',
      "'=1",
      ' =1',
      '-',
    ];
    const hostile = new Frame([
      { kind: 'categorical', name: '=cmd()', codes: Int32Array.from([...texts.keys(), -1]), categories: texts },
      { kind: 'numeric', name: '-n', values: Float64Array.from([...texts.keys(), 0.5], (value) => -value) },
      { kind: 'timestamp', name: 't', values: new Float64Array(texts.length + 1) },
    ]);

    it.each(['csv', 'tsv', 'csv.gz'])('puts an apostrophe before those alone, when asked: .%s', async (ending) => {
      const path = join(folder, `rows.${ending}`);
      await writeFrames(path, [hostile], { escapeFormulas: true });
      const cells = await withDuckDb(':memory:', async (connection) => {
        const text = `header = false, all_varchar = true, quote = '"', delim = '${ending === 'tsv' ? '\t' : ','}'`;
        return (await connection.runAndReadAll(`SELECT * FROM read_csv(${sqlFile(path)}, ${text})`)).getRows();
      });
      const plain = ['a=1', "'=1", ' =1', '1'];
      expect(cells[0]).toEqual(["'=cmd()", "'-n", 't']);
      expect(cells.slice(1).map(([cell]) => cell)).toEqual([
        ...texts.map((text) => (plain.includes(text) ? text : `'${text}`)),
        null,
      ]);
      expect(cells.slice(2).map(([, cell]) => Number(cell))).toEqual([...texts.slice(1).map((_, i) => -1 - i), -0.5]);
      expect(cells[1]![2]).toBe('1970-01-01 00:00:00');
    });

    it('puts one before what begins like one behind what other settings split at, in texts and names alike', async () => {
      const hidden = ['\u00ad', '\u180e', '\u061c', '\u202a', '\u202e', '\u2061', '\u2066', '\u206f'];
      const breaks = ['\u000b', '\u000c', '\u0085', '\u2028', '\u2029'];
      const given = [
        "foo;=cmd|'/c calc'!A0",
        'a\n=1',
        'a\r\n+1',
        'a\t-1',
        'a;b=1',
        'x;\u200b@y;z',
        '\t=1',
        'a,=1',
        'a|=1',
        'a;"=1+1;b',
        'a\t""  "@x',
        'a; \u00a0-1',
        'a;"\u200b"+1;"=2',
        'a;"b=1; c',
        ...hidden.map((before) => `${before}=1`),
        ...breaks.map((end) => `a${end}=1`),
        ...['﹢', '﹣', '﹦', '﹫', '−'].map((sign) => `${sign}1`),
      ];
      const safe = [
        "foo;'=cmd|'/c calc'!A0",
        "a\n'=1",
        "a\r\n'+1",
        "a\t'-1",
        'a;b=1',
        "x;'\u200b@y;z",
        "'\t'=1",
        'a,=1',
        'a|=1',
        `a;'"=1+1;b`,
        `a\t'""  "@x`,
        "a;' \u00a0-1",
        `a;'"\u200b"+1;'"=2`,
        'a;"b=1; c',
        ...hidden.map((before) => `'${before}=1`),
        ...breaks.map((end) => `a${end}'=1`),
        ...['﹢', '﹣', '﹦', '﹫', '−'].map((sign) => `'${sign}1`),
      ];
      const rows = new Frame([
        { kind: 'categorical', name: 'x;=y', codes: Int32Array.from(given.keys()), categories: given },
      ]);
      const path = join(folder, 'rows.csv');
      await writeFrames(path, [rows], { escapeFormulas: true });
      const cells = await withDuckDb(':memory:', async (connection) => {
        const text = `header = false, all_varchar = true, quote = '"', delim = ',', new_line = '\\n', columns = {'a': 'VARCHAR'}, auto_detect = false`;
        return (await connection.runAndReadAll(`SELECT * FROM read_csv(${sqlFile(path)}, ${text})`)).getRows();
      });
      expect(cells.map(([cell]) => cell)).toEqual(["x;'=y", ...safe]);
      expect(given.map(escapedFormula)).toEqual(safe);
    });

    it.each(['csv', 'parquet', 'jsonl'])('leaves them as they are: .%s', async (ending) => {
      const path = join(folder, `rows.${ending}`);
      await writeFrames(path, [hostile], { escapeFormulas: ending !== 'csv' });
      const { frame: read } = await readFrame(path, { texts: ['=cmd()'] });
      expect(read.names).toEqual(['=cmd()', '-n', 't']);
      const column = read.column('=cmd()') as CategoricalColumn;
      const cells = Array.from(column.codes, (code) => column.categories[code]?.trim());
      expect(cells).toEqual([...texts.map((text) => text.trim()), undefined]);
    });
  });

  it.skipIf(process.platform === 'win32').each(['the folder', 'a folder above'])(
    'writes nothing through a link where others can write to %s',
    async (shared) => {
      const out = shared === 'the folder' ? folder : join(folder, 'out');
      await mkdir(out, { recursive: true });
      await chmod(out, 0o755);
      await chmod(folder, 0o777);
      const victim = join(await mkdtemp(join(tmpdir(), 'fraudx-victim-')), 'victim');
      for (const ending of ['.tmp', '.duckdb']) {
        await writeFile(victim, 'precious');
        const swapping = function* (): Generator<Frame> {
          const name = readdirSync(out).find((found) => found.endsWith('.tmp'))!;
          const path = join(out, name.replace(/\.tmp$/, ending));
          rmSync(path, { force: true });
          symlinkSync(victim, path);
          yield frame;
        };
        const written = writeFrames(join(out, 'rows.csv'), swapping());
        if (ending === '.tmp') await expect(written).rejects.toMatchObject({ code: 'FILE_REPLACED', kind: 'outside' });
        else expect((await written).rows).toBe(3);
        expect(await readFile(victim, 'utf8')).toBe('precious');
      }
      expect(await readdir(out)).toEqual(['rows.csv']);
      expect((await readFile(join(out, 'rows.csv'), 'utf8')).split('\n')).toHaveLength(5);
      await rm(dirname(victim), { recursive: true });
    },
  );

  it('writes whole numbers without a point and times as text', async () => {
    const path = join(folder, 'rows.csv');
    await writeFrames(path, [frame.take(Uint32Array.of(0))]);
    expect(await readFile(path, 'utf8')).toBe('id,amount,when,"shop ""x"""\n1,0.1,2025-01-01 00:00:00,c\n');
  });

  it('leaves the old file and nothing else when the frames fail, differ or are aborted', async () => {
    const path = join(folder, 'rows.csv');
    await writeFile(path, 'old');
    const failing = function* (): Generator<Frame> {
      yield frame;
      throw new Error('source broke');
    };
    await expect(writeFrames(path, failing())).rejects.toThrow('source broke');
    await expect(writeFrames(path, [frame, frame.drop(['id'])])).rejects.toMatchObject({ code: 'FRAMES_DIFFER' });
    await expect(writeFrames(path, [])).rejects.toMatchObject({ code: 'FRAMES_EMPTY' });
    await expect(writeFrames(path, [frame], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['rows.csv']);
  });

  it('writes and reads a file of the longest name', async () => {
    for (const ending of ['.csv', '.csv.gz', '.parquet', '.jsonl']) {
      const name = `${'é'.repeat(100)}${'n'.repeat(55 - ending.length)}${ending}`;
      await writeFrames(join(folder, name), [frame]);
      expect((await readFrame(join(folder, name))).frame.nRows).toBe(3);
      expect(await readdir(folder)).toEqual([name]);
      await rm(join(folder, name));
    }
  });

  it('refuses an unknown ending before anything is made', async () => {
    await expect(writeFrames(join(folder, 'sub', 'rows.xls'), [frame])).rejects.toMatchObject({
      code: 'DATA_FORMAT_UNKNOWN',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
