import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** SHA-256 over the names and contents of a model folder's booster and manifest. */
export async function modelDigest(folder: string, read: (path: string) => Promise<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['booster.json', 'model.json']) hash.update(name).update(await read(join(folder, name)));
  return hash.digest('hex');
}
