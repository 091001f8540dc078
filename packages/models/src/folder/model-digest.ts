import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseModelJson } from './model-files.ts';
import { parseModelManifest } from './model-manifest.ts';

/**
 * SHA-256 over the names and contents of the files of a model folder, `model.json` last.
 *
 * @throws {DataError} `BAD_MODEL`: the manifest cannot be read.
 */
export async function modelDigest(folder: string): Promise<string> {
  const path = join(folder, 'model.json');
  const manifest = await readFile(path);
  const { files } = parseModelManifest(parseModelJson(manifest.toString('utf8'), path), path);
  const hash = createHash('sha256');
  for (const { name } of files) hash.update(name).update(await readFile(join(folder, name)));
  return hash.update('model.json').update(manifest).digest('hex');
}
