import { describe, expect, it } from 'vitest';
import { dataFormat, writtenFormat } from './data-file.ts';

const errorOf = (run: () => unknown): { message: string; hint?: string } => {
  try {
    run();
  } catch (error) {
    return error as { message: string; hint?: string };
  }
  throw new Error('nothing was thrown');
};

describe('dataFormat', () => {
  it('names every ending that is read, and writtenFormat those that are written', () => {
    const { message } = errorOf(() => dataFormat('a.dat'));
    for (const ending of message.match(/\.(?:[a-z]+)(?:\.gz)?(?=,| or| )/g)!)
      expect(dataFormat(`a${ending}`)).toBeTruthy();
    for (const ending of ['.tsv', '.psv', '.ssv', '.txt', '.ndjson']) expect(message).toContain(ending);
    const written = errorOf(() => writtenFormat('a.txt')).message;
    for (const ending of ['.psv', '.ssv', '.txt,']) expect(written).not.toContain(ending);
    expect(written).toContain('.tsv');
  });

  it.each([
    ['a.xlsx', 'Export the sheet as CSV'],
    ['a.XLS', 'Export the sheet as CSV'],
    ['a.zip', 'Unpack the archive'],
    ['a.json', 'Rename the file to .jsonl'],
    ['a.dat', 'Rename the file where it is text'],
  ])('says what to do with %s', (path, hint) => {
    expect(errorOf(() => dataFormat(path)).hint).toContain(hint);
  });
});
