import { join } from 'node:path';
import { mostBytes, readPlainFile, translateFileError } from '@fraudx/core/files';

/** The files of a saved model, wherever they lie; a model of a `ModelStore` of `@fraudx/tracking` is one. */
export interface ModelReader {
  /** Where people find it: a path, or an address. */
  readonly location: string;
  /**
   * The content of a file.
   *
   * @throws {NotFoundError} There is none of that name.
   */
  read(name: string): Promise<Uint8Array>;
}

/** The files of a model folder. Symbolic links among them are not followed, and pipes and devices not waited for (`FILE_NOT_PLAIN`); larger ones than models have are not read (`FILE_TOO_LARGE`). */
export function openModelFolder(folder: string): ModelReader {
  return {
    location: folder,
    read: async (name) => {
      const path = join(folder, name);
      return await readPlainFile(path, name === 'model.json' ? mostBytes.manifest : mostBytes.model).catch(
        (error: unknown) => {
          throw translateFileError(error, path, 'read');
        },
      );
    },
  };
}

/** Where a file of a model is, for messages. */
export function pathIn({ location }: ModelReader, name: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(location) ? `${location.replace(/\/$/, '')}/${name}` : join(location, name);
}

/** The content of a file as text in UTF-8. */
export function modelText(content: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
}

/** The text of a file in UTF-8. */
export async function readModelText(model: ModelReader, name: string): Promise<string> {
  return modelText(await model.read(name));
}
