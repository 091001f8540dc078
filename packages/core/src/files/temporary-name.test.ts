import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryPath, temporaryStart } from './temporary-name.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

describe('temporaryPath', () => {
  it('says whose it is, and leaves room for endings whatever the length of the name', () => {
    expect(basename(temporaryPath('/a/b.csv'))).toMatch(new RegExp(`^\\.b\\.csv\\.${process.pid}\\.[0-9a-f]{8}$`));
    for (const name of ['x'.repeat(255), 'é'.repeat(127), '😀'.repeat(63)]) {
      expect(Buffer.byteLength(`${basename(temporaryPath(`/a/${name}`))}.duckdb.wal`)).toBeLessThanOrEqual(255);
      expect(temporaryStart(`/a/${name}`)).not.toContain('\uFFFD');
      expect(temporaryStart(`/a/${name}`)).not.toBe(temporaryStart(`/a/${name.slice(0, -2)}z`));
    }
  });

  it('lets a file of the longest name be written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fraudx-long-'));
    const name = `${'n'.repeat(251)}.csv`;
    await writeFileAtomic(join(folder, name), 'x');
    expect([readdirSync(folder), readFileSync(join(folder, name), 'utf8')]).toEqual([[name], 'x']);
    rmSync(folder, { recursive: true });
  });
});
