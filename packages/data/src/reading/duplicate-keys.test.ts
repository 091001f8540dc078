import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';
import { duplicateKeyIn } from './duplicate-keys.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-keys-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a key that stands twice in an object', () => {
  it('is found on the outside alone', () => {
    expect(duplicateKeyIn('{"a":1,"b":{"a":2},"c":["a","a"],"d":"a"}')).toBeUndefined();
    expect(duplicateKeyIn('{"a":1,"b":{"x":2},"\\u0061":3}')).toBe('a');
    expect(duplicateKeyIn('{"a\\"b":1,"c":"\\"a","a\\"b":2}')).toBe('a"b');
  });

  it('is named with the line, and no cell of the row', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `{"pan":"4111${i}","b":${i}}`);
    rows[30] = '{"pan":"41119999","b":1,"pan":"4111"}';
    const error = await failureOf(writeAndRead(folder, 'a.jsonl', rows.join('\n')));
    expect(error.code).toBe('DATA_NOT_READABLE');
    expect(error.message).toMatch(/keys of a JSON object must differ, got "pan" twice in .*a\.jsonl, line 31$/);
    expect(`${error.message} ${error.hint}`).not.toContain('4111');
    const inArray = await failureOf(writeAndRead(folder, 'b.jsonl', `[${rows.join(',\n')}]`));
    expect(inArray.message).toContain('got "pan" twice');
    expect(inArray.message).not.toContain('4111');
  });
});
