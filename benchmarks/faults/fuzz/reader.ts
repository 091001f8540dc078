/** Forms of readers under test: of texts, of files and of folders. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { mutate } from './mutate.ts';

/** A reader under test. */
export interface Reader {
  readonly name: string;
  /** Why it cannot run here; undefined: it can. */
  readonly skip?: () => string | undefined;
  /** Starts the server that it reads from; its address is in `FAULTS_SERVER` when `prepare` is called. */
  readonly serve?: () => Promise<AsyncDisposable & { readonly address: string }>;
  /** Makes what cases damage, once per process. */
  readonly prepare: (folder: string) => Promise<(rng: Rng) => Promise<void>>;
}

/** A reader of one file: the ending of an example's name says its format. */
export function ofFile(
  name: string,
  examples: (folder: string) => Promise<Readonly<Record<string, string | Buffer>>>,
  read: (path: string, rng: Rng) => Promise<unknown>,
): Reader {
  return {
    name,
    prepare: async (folder) => {
      const files = Object.entries(await examples(folder)).map(([ending, content]) => ({
        path: join(folder, `case${ending}`),
        bytes: Buffer.from(content),
      }));
      // What is intact must be read: otherwise every case tests the same refusal.
      for (const { path, bytes } of files) {
        writeFileSync(path, bytes);
        await read(path, new Rng(1));
      }
      return async (rng) => {
        const { path, bytes } = files[Math.floor(rng.uniform() * files.length)]!;
        writeFileSync(path, mutate(bytes, rng));
        await read(path, rng);
      };
    },
  };
}

/** A reader of texts: one of the examples is damaged. */
export function ofText(name: string, examples: readonly string[], read: (text: string) => unknown): Reader {
  return {
    name,
    prepare: async () => {
      for (const example of examples) await read(example);
      return async (rng) => {
        const text = mutate(Buffer.from(examples[Math.floor(rng.uniform() * examples.length)]!), rng).toString();
        await read(text);
      };
    },
  };
}

/** A reader of a folder: one of its files, chosen by `damages`, is damaged. */
export function ofFolder(
  name: string,
  make: (folder: string) => Promise<void>,
  damages: (file: string) => boolean,
  read: (folder: string, file: string, rng: Rng) => Promise<unknown>,
): Reader {
  return {
    name,
    prepare: async (folder) => {
      const intact = join(folder, 'intact');
      mkdirSync(intact, { recursive: true });
      await make(intact);
      const files = readdirSync(intact, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(intact.length + 1))
        .filter(damages)
        .toSorted();
      cpSync(intact, join(folder, 'whole'), { recursive: true });
      await read(join(folder, 'whole'), files[0]!, new Rng(1));
      return async (rng) => {
        const at = join(folder, 'case');
        rmSync(at, { recursive: true, force: true });
        cpSync(intact, at, { recursive: true });
        const file = files[Math.floor(rng.uniform() * files.length)]!;
        writeFileSync(join(at, file), mutate(readFileSync(join(intact, file)), rng));
        await read(at, file, rng);
      };
    },
  };
}
