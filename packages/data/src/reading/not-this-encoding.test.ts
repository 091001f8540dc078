import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, writeAndRead } from '../testing/write-and-read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-encoding-'));
});
afterAll(() => rm(folder, { recursive: true }));

const csv = 'id,Ort\n1,München\n2,Köln\n';
const jsonl = '{"id": 1, "Ort": "München"}\n{"id": 2, "Ort": "Köln"}\n';

describe('a file in another encoding than the one that is named', () => {
  it.each([
    ['utf8.csv', csv, 'windows-1252'],
    ['utf8.csv.gz', gzipSync(csv), 'iso-8859-15'],
    ['utf8.jsonl', jsonl, 'latin1'],
    ['utf8-long.csv', `${csv}${'3,Köln\n'.repeat(50_000)}`, 'windows-1251'],
  ])('is refused where it can only be meant as UTF-8: %s', async (name, content, encoding) => {
    const error = await failureOf(writeAndRead(folder, name, content, { encoding }));
    expect(error).toMatchObject({ code: 'DATA_ENCODING', details: { encoding, found: 'utf-8' } });
    expect(error.message).toContain(`data: file must be ${encoding} text, got UTF-8 text in`);
    expect(error.hint).toContain('give encoding: utf-8 for this file');
  });

  it('is refused with the same hint where the named encoding cannot read it', async () => {
    const text = 'id,Ort\n1,€uro 🙂\n2,Ærø\n';
    const error = await failureOf(writeAndRead(folder, 'wide.csv', text, { encoding: 'euc-jp' }));
    expect(error).toMatchObject({ code: 'DATA_ENCODING', details: { line: 2, found: 'utf-8' } });
    expect(error.hint).toContain('give encoding: utf-8 for this file');
  });

  it.each([
    ['none', {}, 'The file is not UTF-8: give the encoding that it was saved in'],
    ['utf-8', { encoding: 'utf-8' }, 'The file is not UTF-8: give the encoding that it was saved in'],
    ['euc-jp', { encoding: 'euc-jp' }, 'The file is neither euc-jp nor UTF-8'],
  ])('is refused with a hint of its own where it is not UTF-8 and %s is named', async (_, options, hint) => {
    const bytes = Buffer.from(csv.replaceAll('ö', '\xff'), 'latin1');
    const error = await failureOf(writeAndRead(folder, 'latin.csv', bytes, options));
    expect(error.code).toBe('DATA_ENCODING');
    expect(error.hint).toContain(hint);
    expect(error.hint).not.toContain('--');
  });

  it('is read where it is what is named, or plain ASCII', async () => {
    const { frame } = await writeAndRead(folder, 'latin.csv', Buffer.from(csv, 'latin1'), { encoding: 'windows-1252' });
    expect(frame.column('Ort')).toMatchObject({ categories: ['Köln', 'München'] });
    const plain = await writeAndRead(folder, 'ascii.csv', 'id,Ort\n1,Bonn\n2,Ulm\n', { encoding: 'windows-1252' });
    expect(plain.frame.column('Ort')).toMatchObject({ categories: ['Bonn', 'Ulm'] });
  });
});
