import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { OutsideError, sha256 } from '@fraudx/core';

function replaced(path: string): OutsideError {
  return new OutsideError('FILE_REPLACED', `${path} must be the file that was looked at, got another one`, {
    details: { path },
    hint: 'Somebody replaced it in this moment. Look at it, then try again.',
  });
}

/**
 * Imports a module only if the text that runs has a given digest: a file may be replaced between two readings of it. What the module itself imports is
 * not compared, and neither is a text that another loader has changed on its way, nor one that was imported before. Node before 22.15 compares nothing.
 *
 * @param path - Absolute, with all links followed.
 * @param digest - SHA-256 of the text, as lowercase hexadecimal.
 * @throws {OutsideError} `FILE_REPLACED`; no code of it has run.
 * @throws {unknown} What the module throws, or that it cannot be imported.
 */
export async function importText(path: string, digest: string): Promise<unknown> {
  const { href } = pathToFileURL(path);
  const hooks = (module.registerHooks as typeof module.registerHooks | undefined)?.({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      // a link was put there
      if (specifier === href && found.url !== href) throw replaced(path);
      return found;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      // texts are those of another loader
      if (url !== href || !(loaded.source instanceof Uint8Array)) return loaded;
      if (sha256(Buffer.from(loaded.source).toString('utf8')) !== digest) throw replaced(path);
      return loaded;
    },
  });
  try {
    return await import(href);
  } finally {
    hooks?.deregister();
  }
}
