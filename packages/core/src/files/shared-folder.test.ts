import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSharedFolder } from './shared-folder.ts';

describe.skipIf(process.getuid === undefined)('isSharedFolder', () => {
  let top = '';
  let own = '';
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'fraudx-shared-'));
    own = join(top, 'above/own');
    mkdirSync(own, { recursive: true });
    for (const folder of [top, join(top, 'above'), own]) chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(top, { recursive: true }));

  it('is false where only the user can write, and true where everybody can', () => {
    expect(isSharedFolder(own)).toBe(false);
    for (const mode of [0o777, 0o1777]) {
      chmodSync(own, mode);
      expect(isSharedFolder(own)).toBe(true);
    }
  });

  it('is true where nothing is there: somebody has moved it away', () => {
    expect(isSharedFolder(join(own, 'gone'))).toBe(true);
  });

  it('looks at every folder above', () => {
    chmodSync(top, 0o777);
    expect(isSharedFolder(own)).toBe(true);
    // as /tmp: nobody else can move what is the user's own
    chmodSync(top, 0o1777);
    expect(isSharedFolder(own)).toBe(false);
  });

  it('looks at the folders of links on the way', () => {
    const links = join(top, 'links');
    mkdirSync(links, { mode: 0o755 });
    symlinkSync(join(top, 'above'), join(links, 'second'));
    symlinkSync('links/second', join(top, 'first'));
    expect(isSharedFolder(join(top, 'first/own'))).toBe(false);
    chmodSync(links, 0o777);
    expect(isSharedFolder(join(top, 'first/own'))).toBe(true);
    expect(isSharedFolder(own)).toBe(false);
    symlinkSync('loop', join(top, 'loop'));
    expect(isSharedFolder(join(top, 'loop'))).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)('is true below the folder or link of another user', () => {
    chownSync(join(top, 'above'), 12_345, 12_345);
    expect(isSharedFolder(own)).toBe(true);
    chownSync(join(top, 'above'), 0, 0);
    chmodSync(top, 0o1777);
    symlinkSync('above', join(top, 'link'));
    expect(isSharedFolder(join(top, 'link/own'))).toBe(false);
    lchownSync(join(top, 'link'), 12_345, 12_345);
    expect(isSharedFolder(join(top, 'link/own'))).toBe(true);
  });
});
