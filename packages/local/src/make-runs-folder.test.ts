import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalWorkspace } from './open-local-workspace.ts';
import { openLocalProduction } from './production/open-local-production.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe.skipIf(process.platform === 'win32')('a folder of runs', () => {
  let top = '';
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'fraudx-runs-'));
  });
  afterEach(() => rmSync(top, { recursive: true }));

  it('is made for its owner alone, and keeps the permissions that it has', async () => {
    const fresh = join(top, 'project/.fraudx');
    await (await openLocalWorkspace(fresh))[Symbol.asyncDispose]();
    expect(modeOf(fresh)).toBe(0o700);
    expect(modeOf(join(top, 'project'))).toBe(0o777 & ~process.umask());
    const shared = join(top, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o750);
    await (await openLocalWorkspace(shared))[Symbol.asyncDispose]();
    expect(modeOf(shared)).toBe(0o750);
  });

  it('is made so by production too, whose own folder a team may share where it was named', async () => {
    const runs = join(top, '.fraudx');
    const { objects } = openLocalProduction(join(runs, 'production'), { root: runs });
    await objects.put('a.yaml', new TextEncoder().encode('a'));
    expect(modeOf(runs)).toBe(0o700);
    const named = join(top, 'production');
    await openLocalProduction(named).objects.put('a.yaml', new TextEncoder().encode('a'));
    expect(modeOf(named)).toBe(0o775 & ~process.umask());
  });
});
