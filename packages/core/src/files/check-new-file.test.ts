import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkNewFile } from './check-new-file.ts';

describe('checkNewFile', () => {
  let folder = '';
  let there = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-new-'));
    there = join(folder, 'there.csv');
    writeFileSync(there, 'x\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const codeOf = (path: string, options?: Parameters<typeof checkNewFile>[2]): string | undefined => {
    try {
      checkNewFile('job', path, options);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  it('takes a new file, and another one only where it may be replaced', () => {
    expect(codeOf(join(folder, 'new.csv'))).toBeUndefined();
    expect(codeOf(there)).toBe('FILE_EXISTS');
    expect(codeOf(there, { replace: true })).toBeUndefined();
  });

  it('refuses the data itself, also to be replaced, and a folder that is not there', () => {
    expect(codeOf(there, { inputs: [undefined, there], replace: true })).toBe('INVALID_ARGUMENT');
    expect(codeOf(join(folder, 'no/such/new.csv'))).toBe('FOLDER_NOT_FOUND');
  });

  it('refuses a link to the data, and data that is a link to the output', () => {
    const [soft, hard, next] = ['soft.csv', 'hard.csv', 'next.csv'].map((name) => join(folder, name));
    symlinkSync(there, soft!);
    linkSync(there, hard!);
    writeFileSync(next!, 'x\n');
    for (const output of [soft!, hard!])
      expect(codeOf(output, { inputs: [there], replace: true })).toBe('INVALID_ARGUMENT');
    expect(codeOf(there, { inputs: [soft], replace: true })).toBe('INVALID_ARGUMENT');
    expect(codeOf(next!, { inputs: [there, join(folder, 'none')], replace: true })).toBeUndefined();
  });
});
