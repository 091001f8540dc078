import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolderBelow, pinFolder, removeFolder } from './pinned-folder.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

describe.skipIf(!existsSync('/proc/self/fd'))('a folder in which others can write', () => {
  let folder = '';
  const at = (...names: string[]): string => join(folder, ...names);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-pinned-'));
    mkdirSync(at('victim'));
    writeFileSync(at('victim', 'precious'), 'keep');
    mkdirSync(at('own', 'a', 'b'), { recursive: true });
    writeFileSync(at('own', 'a', 'b', 'file'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is removed with what is in it, links in it without what they lead to', () => {
    symlinkSync(at('victim'), at('own', 'a', 'link'));
    symlinkSync(at('victim', 'precious'), at('own', 'file'));
    removeFolder(at('own'));
    removeFolder(at('own'));
    expect(readdirSync(folder)).toEqual(['victim']);
    expect(readdirSync(at('victim'))).toEqual(['precious']);
  });

  it('is not removed where a link has taken its place', () => {
    renameSync(at('own'), at('away'));
    symlinkSync(at('victim'), at('own'));
    expect(() => removeFolder(at('own'))).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    writeFileSync(at('plain'), '');
    expect(() => removeFolder(at('plain'))).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    expect(readdirSync(at('victim'))).toEqual(['precious']);
  });

  it('is not removed where it is another one than was made', () => {
    const made = statSync(at('victim'));
    expect(() => removeFolder(at('own'), made)).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    expect(readdirSync(at('own', 'a', 'b'))).toEqual(['file']);
    removeFolder(at('own'), statSync(at('own')));
    expect(readdirSync(folder)).toEqual(['victim']);
  });

  it('takes what is written into it, whatever has taken its place since', () => {
    expect(() => pinFolder(at('own'))).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    rmSync(at('own', 'a'), { recursive: true });
    const pinned = pinFolder(at('own'));
    pinned.checkAt(at('own'));
    renameSync(at('own'), at('away'));
    symlinkSync(at('victim'), at('own'));
    writeFileSync(join(pinned.path, 'precious'), 'new');
    expect(() => pinned.checkAt(at('own'))).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    pinned.checkAt(at('away'));
    pinned[Symbol.dispose]();
    expect(readdirSync(at('away'))).toEqual(['precious']);
    expect(readdirSync(at('victim'))).toEqual(['precious']);
    expect(() => pinFolder(at('own'))).toThrow(expect.objectContaining({ code: 'FILE_REPLACED' }));
    expect(() => pinFolder(at('none'))).toThrow(expect.objectContaining({ kind: 'outside' }));
  });

  it('below a trusted folder is worked in, whatever has taken its place since', () => {
    chmodSync(folder, 0o777);
    using below = openFolderBelow(at('own'), at('own', 'a', 'b'));
    renameSync(at('own', 'a'), at('away'));
    mkdirSync(at('victim', 'b'));
    symlinkSync(at('victim'), at('own', 'a'));
    writeFileSync(join(below.path, 'new'), '');
    expect(readdirSync(at('away', 'b'))).toEqual(['file', 'new']);
    expect(readdirSync(at('victim', 'b'))).toEqual([]);
    const gone = expect.objectContaining({ code: 'FILE_REPLACED' });
    expect(() => openFolderBelow(at('own'), at('own', 'a', 'b'))).toThrow(gone);
    expect(() => openFolderBelow(at('own'), at('own', 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  it('below a trusted folder is the path itself where nobody else can change it', () => {
    expect(openFolderBelow(at('own'), at('own', 'a')).path).toBe(at('own', 'a'));
  });

  it('takes an atomic write that a link would lead elsewhere', async () => {
    chmodSync(folder, 0o777);
    const path = at('own', 'a', 'b', 'precious');
    // between the look and the write, as fast as can be
    const swap = (async function* (): AsyncGenerator<Uint8Array> {
      renameSync(at('own', 'a'), at('away'));
      mkdirSync(at('victim', 'b'));
      symlinkSync(at('victim'), at('own', 'a'));
      yield Buffer.from('new');
    })();
    await writeFileAtomic(path, swap, { below: at('own') });
    expect(readdirSync(at('victim', 'b'))).toEqual([]);
    expect(readdirSync(at('away', 'b')).sort()).toEqual(['file', 'precious']);
  });
});
