import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { translateFileError } from './file-error.ts';

it('says what an absent path may be that holds the sign for bytes which are no UTF-8', async () => {
  const hintOf = async (path: string): Promise<string | undefined> =>
    readFile(path).then(
      () => undefined,
      (error: unknown) => translateFileError(error, path, 'read').hint,
    );
  expect(await hintOf('/nowhere/x\uFFFD\uFFFDy/d.csv')).toContain('not valid UTF-8');
  expect(await hintOf('/nowhere/d.csv')).toBe(
    'Check the path; relative paths of a config start from its folder, others from the working folder.',
  );
});
