import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolderPlace } from './check-folder-place.ts';

describe('checkFolderPlace', () => {
  let root = '';
  let project = '';
  const check = (folder: string, env: Record<string, string> = {}): void =>
    checkFolderPlace(folder, join(project, 'fraudx.yaml'), { cwd: root, env });
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'fraudx-place-')));
    project = join(root, 'project');
    mkdirSync(join(project, 'inside'), { recursive: true });
    mkdirSync(join(root, 'bank/.fraudx'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each(['.fraudx', 'inside', 'new/and/new', '..fraudx', '.'])('takes %s in the folder of the config', (folder) => {
    expect(() => check(join(project, folder))).not.toThrow();
  });

  it.each(['../bank/.fraudx', '..', '../project2', '../../..'])('refuses %s, and says how to allow it', (folder) => {
    const at = join(project, folder);
    expect(() => check(at)).toThrow(
      expect.objectContaining({
        code: 'FOLDER_OUTSIDE',
        message: `folder: must lie in the folder of ${join(project, 'fraudx.yaml')} where nobody named it, got ${at}`,
        hint: `If you trust it, name it: --folder ${at}, or add ${project} to the environment variable FRAUDX_SAFE_FOLDERS, which then also takes configs and modules of other users there.`,
      }),
    );
    expect(() => check(at, { FRAUDX_SAFE_FOLDERS: project })).not.toThrow();
    expect(() => check(at, { FRAUDX_SAFE_FOLDERS: '*' })).not.toThrow();
    expect(() => check(at, { FRAUDX_SAFE_FOLDERS: join(root, 'bank') })).toThrow('must lie in');
  });

  it.skipIf(process.platform === 'win32')('follows links on the way, also those to what is not there yet', () => {
    for (const target of ['../bank/.fraudx', '../bank/new', join(root, 'bank/.fraudx')]) {
      const link = join(project, 'link');
      symlinkSync(target, link);
      expect(() => check(link), target).toThrow(`${link}, which leads to ${join(root, 'bank')}`);
      expect(() => check(join(link, 'below')), target).toThrow('which leads to');
      rmSync(link);
    }
    // the system goes up from where a link leads to, not from its name
    symlinkSync('../bank/.fraudx', join(project, 'side'));
    symlinkSync('side/../inside', join(project, 'link'));
    expect(() => check(join(project, 'link'))).toThrow(`which leads to ${join(root, 'bank/inside')}`);
    rmSync(join(project, 'link'));
    symlinkSync('inside', join(project, 'link'));
    expect(() => check(join(project, 'link/below'))).not.toThrow();
    // The way to the project may itself lead over a link.
    symlinkSync('project', join(root, 'named'));
    const config = join(root, 'named/fraudx.yaml');
    expect(() => checkFolderPlace(join(root, 'named/.fraudx'), config, { cwd: root, env: {} })).not.toThrow();
    expect(() => checkFolderPlace(join(project, 'link'), undefined, { cwd: join(root, 'bank'), env: {} })).toThrow(
      'must lie in the working folder',
    );
  });
});
