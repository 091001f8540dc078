import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names of everything in a folder that is no folder, at any depth, joined by `/` and sorted; also links, which are not followed.
 *
 * @throws {Error} Of the file system, not translated.
 */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const name = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) open.push(name);
      else found.push(name);
    }
  }
  return found.sort();
}
