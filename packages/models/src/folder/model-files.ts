import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, NotFoundError, parseJson, sha256 } from '@fraudx/core';
import { mostBytes, readPlainFile } from '@fraudx/core/files';
import type { ModelReader } from './model-reader.ts';
import { modelText, pathIn } from './model-reader.ts';

/** A file of a model folder with the SHA-256 of its bytes. */
export interface ModelFile {
  readonly name: string;
  readonly sha256: string;
}

/** The files of a model folder besides `model.json`, by name. */
export interface ModelFiles {
  /** Where a file is, for messages. */
  pathOf(name: string): string;
  /**
   * The text of a file in UTF-8, which is the one that the manifest describes.
   *
   * @throws {DataError} `BAD_MODEL`: it is missing, has another content, or is not in the manifest. `FILE_NOT_PLAIN`: a link, a pipe or a device.
   */
  text(name: string): Promise<string>;
  /** The content of a file of JSON, as {@link text} and with its errors. */
  json(name: string): Promise<unknown>;
}

const RESTORE = 'The model folder is damaged; train again or restore it from a backup.';

/** Parses JSON of a model folder. @throws {DataError} `BAD_MODEL`. */
export function parseModelJson(text: string, path: string): unknown {
  try {
    return parseJson(text, path);
  } catch (error) {
    throw new DataError('BAD_MODEL', (error as DataError).message, { details: { path }, hint: RESTORE, cause: error });
  }
}

/** The files of a model that its manifest names, with those that nobody has asked for. */
export function openModelFiles(
  model: ModelReader,
  files: readonly ModelFile[],
): ModelFiles & { unread(): readonly string[] } {
  const unread = new Set(files.map(({ name }) => name));
  const pathOf = (name: string): string => pathIn(model, name);
  const text = async (name: string): Promise<string> => {
    const path = pathOf(name);
    const file = files.find((one) => one.name === name);
    const problem = (message: string, cause?: unknown): DataError =>
      new DataError('BAD_MODEL', message, { details: { path }, hint: RESTORE, cause });
    if (file === undefined) throw problem(`${model.location}: model.json must name ${name}, got none`);
    unread.delete(name);
    const content = await model.read(name).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error;
      throw problem(`${model.location}: model folder must have ${name} beside model.json, got none`, error);
    });
    if (sha256(content) !== file.sha256) {
      throw problem(`${path}: must be the file that model.json describes, got different content`);
    }
    return modelText(content);
  };
  return {
    pathOf,
    text,
    json: async (name) => parseModelJson(await text(name), pathOf(name)),
    unread: () => [...unread],
  };
}

/** The files that a model has written into a folder, sorted by name. */
export async function describeModelFiles(folder: string): Promise<readonly ModelFile[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => ({ name, sha256: sha256(await readPlainFile(join(folder, name), mostBytes.model)) })),
  );
}
