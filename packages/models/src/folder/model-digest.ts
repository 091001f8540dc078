import { createHash } from 'node:crypto';
import { parseModelJson } from './model-files.ts';
import { parseModelManifest } from './model-manifest.ts';
import type { ModelReader } from './model-reader.ts';
import { openModelFolder, pathIn } from './model-reader.ts';

/**
 * SHA-256 over the names and contents of the files of a model, `model.json` last.
 *
 * @param from - The model, or its folder.
 * @throws {DataError} `BAD_MODEL`: the manifest cannot be read. `FILE_NOT_PLAIN`: a file of a folder is a link, a pipe or a device.
 */
export async function modelDigest(from: string | ModelReader): Promise<string> {
  const model = typeof from === 'string' ? openModelFolder(from) : from;
  const path = pathIn(model, 'model.json');
  const manifest = await model.read('model.json');
  const { files } = parseModelManifest(parseModelJson(new TextDecoder().decode(manifest), path), path);
  const hash = createHash('sha256');
  for (const { name } of files) hash.update(name).update(await model.read(name));
  return hash.update('model.json').update(manifest).digest('hex');
}
