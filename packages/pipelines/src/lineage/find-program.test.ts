import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram, programFolders } from './find-program.ts';

describe.skipIf(process.platform === 'win32')('findProgram', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-path-'));
    for (const name of ['a', 'b', 'node_modules/.bin']) mkdirSync(join(folder, name), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('looks in absolute folders of PATH that are there, in their order, and not in those of packages', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const bin = join(folder, 'node_modules/.bin');
    const path = ['', '.', 'a', b, bin, `${bin}/`, `${bin}//.`, `${a}/../node_modules/.bin`, '/nowhere', a, ''].join(
      ':',
    );
    expect(await programFolders({ PATH: path })).toEqual([b, a]);
  });

  it('looks in those of the system where PATH has none', async () => {
    for (const env of [{}, { PATH: '' }, { PATH: '.::bin' }, { PATH: '/nowhere' }]) {
      const found = await programFolders(env);
      expect(found.length).toBeGreaterThan(0);
      for (const at of found) expect(['/usr/local/bin', '/usr/bin', '/bin']).toContain(at);
    }
  });

  it('takes no folder of the drive of the working folder on Windows, and has no folders of the system there', async () => {
    for (const path of ['.;;bin', '\\\\bin', '/bin', 'c:bin', 'c:\\p\\node_modules\\.bin'])
      expect(await programFolders({ Path: path }, 'win32'), path).toEqual([]);
  });

  it('is the first file that can be executed', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    expect(await findProgram('git', [a, b])).toBeUndefined();
    mkdirSync(join(a, 'git'));
    writeFileSync(join(b, 'real'), '', { mode: 0o755 });
    symlinkSync('real', join(b, 'git'));
    expect(await findProgram('git', [a, b])).toBe(join(b, 'git'));
    rmSync(join(a, 'git'), { recursive: true });
    writeFileSync(join(a, 'git'), '', { mode: 0o644 });
    expect(await findProgram('git', [a, b])).toBe(join(b, 'git'));
    chmodSync(join(a, 'git'), 0o755);
    expect(await findProgram('git', [a, b])).toBe(join(a, 'git'));
    expect(await findProgram('git', [a, b], 'win32')).toBeUndefined();
  });
});
