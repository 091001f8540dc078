import {
  chmodSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wayTo } from './way-to.ts';

const me = process.getuid?.() ?? 0;

describe.skipIf(process.getuid === undefined)('wayTo', () => {
  let top = '';
  const changeable = (path: string): string[] => wayTo(join(top, path), [0, me]).changeable.map(({ at }) => at);
  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'fraudx-way-')));
    mkdirSync(join(top, 'a/b'), { recursive: true });
    writeFileSync(join(top, 'a/b/file'), '');
  });
  afterEach(() => rmSync(top, { recursive: true }));

  it('is the real path, also through links whose targets go up from another link', () => {
    mkdirSync(join(top, 'x/y'), { recursive: true });
    writeFileSync(join(top, 'x/file'), '');
    symlinkSync('../x/y', join(top, 'a/link'));
    // by name this would be a/file; the system goes up from where the link leads to
    symlinkSync('link/../file', join(top, 'a/up'));
    for (const path of ['a/b/file', 'a/link', 'a/up', 'a/./b/..']) {
      const way = wayTo(join(top, path), [0, me]);
      expect(way.real, path).toBe(realpathSync.native(join(top, path)));
      expect(way.changeable).toEqual([]);
    }
    expect(wayTo(join(top, 'a/up'), [0, me])).toMatchObject({ real: join(top, 'x/file'), folder: join(top, 'a') });
    expect(wayTo('/', [0, me])).toMatchObject({ real: '/', folder: '/' });
    // what is looked at is where the system goes
    chmodSync(join(top, 'x'), 0o777);
    expect(changeable('a/up')).toContain(join(top, 'x'));
    expect(changeable('a/b/file')).toEqual([]);
  });

  it('names all that others can change, from the root down', () => {
    for (const path of ['a', 'a/b', 'a/b/file']) chmodSync(join(top, path), 0o777);
    expect(changeable('a/b/file')).toEqual(['a', 'a/b', 'a/b/file'].map((path) => join(top, path)));
    chmodSync(join(top, 'a/b'), 0o1777);
    expect(changeable('a/b/file')).toEqual(['a', 'a/b/file'].map((path) => join(top, path)));
    // at the end: others can put files into it
    expect(changeable('a/b')).toEqual(['a', 'a/b'].map((path) => join(top, path)));
  });

  it('takes what is not there as it is named, and follows no circle', () => {
    symlinkSync('../x/none', join(top, 'a/dangling'));
    const way = (path: string): unknown => wayTo(join(top, path), [0, me]);
    expect(way('a/dangling/file')).toMatchObject({ real: join(top, 'x/none/file'), folder: join(top, 'x/none') });
    expect(way('a/b/none')).toMatchObject({ real: join(top, 'a/b/none'), folder: join(top, 'a/b'), end: undefined });
    symlinkSync('circle', join(top, 'circle'));
    expect(() => way('circle')).toThrow(expect.objectContaining({ code: 'ELOOP' }));
  });

  it.skipIf(me !== 0)('names folders and links of others, sticky or not', () => {
    chmodSync(top, 0o1777);
    symlinkSync('a', join(top, 'link'));
    expect(changeable('link/b/file')).toEqual([]);
    lchownSync(join(top, 'link'), 12_345, 12_345);
    expect(changeable('link/b/file')).toEqual([join(top, 'link')]);
    lchownSync(join(top, 'a'), 12_345, 12_345);
    expect(changeable('a/b/file')).toEqual([join(top, 'a')]);
    expect(wayTo(join(top, 'a/b/file'), [0, me, 12_345]).changeable).toEqual([]);
  });
});
