import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FraudxError } from '@fraudx/core';
import { readFrame } from '../reading/read-frame.ts';
import type { ReadFrameOptions } from '../reading/read-frame.ts';

/** Writes a file into a folder and reads it as a frame. */
export async function writeAndRead(
  folder: string,
  name: string,
  content: string | Uint8Array,
  options?: ReadFrameOptions,
): ReturnType<typeof readFrame> {
  const path = join(folder, name);
  await writeFile(path, content);
  return readFrame(path, options);
}

/** The error of work that must fail with one of fraudx's own. */
export async function failureOf(work: Promise<unknown>): Promise<FraudxError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FraudxError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
