import { InvalidArgumentError } from '@fraudx/core';
import { expect, it } from 'vitest';
import { readFrame } from './read-frame.ts';
import { readFrames } from './read-frames.ts';

const wrong = (value: unknown): never => value as never;

it.each([
  [wrong(undefined), {}, 'path must be a text that is not empty, got undefined'],
  [wrong({ data: 'x.csv' }), {}, 'path must be a text that is not empty, got an object of Object'],
  ['x.csv', wrong(null), 'options must be an object, got null'],
  ['x.csv', { columns: wrong('amount') }, 'options.columns must be a list of texts, got "amount"'],
  ['x.csv', { onProgress: wrong(true) }, 'options.onProgress must be a function, got true'],
])('refuses %j with %j', async (path, options, message) => {
  await expect(readFrame(path, options)).rejects.toThrow(InvalidArgumentError);
  await expect(readFrame(path, options)).rejects.toThrow(`readFrame: ${message}`);
  await expect(readFrames(path, options).next()).rejects.toThrow(`readFrames: ${message}`);
});

it('refuses frames of no rows', async () => {
  await expect(readFrames('x.csv', { chunkRows: 0 }).next()).rejects.toThrow(
    'chunkRows must be a whole number of at least 1, got 0',
  );
});
