import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frame } from '@fraudx/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFrames } from './write-frames.ts';

describe('temporary files of a killed write', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-left-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  // No process has this number: it is above what Linux gives.
  const dead = 2 ** 22 + 5;

  it('go with the next write of the same target, and nothing else does', async () => {
    const old = ['tmp', 'duckdb', 'duckdb.wal'].map((ending) => `.a.csv.${dead}.0123abcd.${ending}`);
    old.push(`tmp_.a.csv.${dead}.0123abcd.tmp`);
    const others = [`.a.csv.${process.pid}.0123abcd.tmp`, `.b.csv.${dead}.0123abcd.tmp`, '.a.csv.notes', 'a.csv.1.tmp'];
    for (const name of [...old, ...others]) writeFileSync(join(folder, name), 'x');
    mkdirSync(join(folder, `.a.csv.${dead}.0123abcd.duckdb.tmp`));
    const before = new Date(Date.now() - 3_600_000);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), before, before);
    writeFileSync(join(folder, `.a.csv.${dead}.fedc0123.tmp`), 'young');
    const frame = new Frame([{ kind: 'numeric', name: 'x', values: Float64Array.of(1) }]);
    await writeFrames(join(folder, 'a.csv'), [frame]);
    expect(readdirSync(folder).sort()).toEqual([...others, `.a.csv.${dead}.fedc0123.tmp`, 'a.csv'].sort());
  });
});
