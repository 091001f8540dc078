import { join } from 'node:path';
import { ConflictError, InvalidArgumentError, once, OutsideError, parseJson } from '@fraudx/core';
import type { ParameterStore, ParameterVersion, ParameterWrite, StoredParameter } from '@fraudx/promotion';
import { z } from 'zod';
import type { ProductionFiles } from './production-files.ts';

const keptVersions = 100;

const fileSchema = once(() =>
  z.object({
    name: z.string(),
    /** Oldest first; the last one is current. */
    versions: z
      .array(
        z.object({
          version: z.int().min(1),
          type: z.enum(['String', 'StringList', 'SecureString']),
          value: z.string(),
        }),
      )
      .min(1),
  }),
);

type ParameterFile = z.infer<ReturnType<typeof fileSchema>>;

function current(file: ParameterFile): StoredParameter {
  return { name: file.name, ...file.versions.at(-1)! };
}

/**
 * Parameters as files: `parameters/<path>.json` with the last 100 versions of each. Safe for several processes; a crash leaves
 * the old version or the new one. Secure values are readable by the owner alone, not encrypted.
 */
export class FileParameterStore implements ParameterStore {
  readonly #files: ProductionFiles;

  constructor(files: ProductionFiles) {
    this.#files = files;
  }

  async list(prefix: string): Promise<StoredParameter[]> {
    const root = join(this.#files.folder, 'parameters');
    const parameters: StoredParameter[] = [];
    for (const path of await this.#files.list(root)) {
      const file = path.endsWith('.json') ? await this.#read(join(root, path)) : undefined;
      if (file !== undefined && file.name.startsWith(`${prefix}/`)) parameters.push(current(file));
    }
    return parameters.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async get(name: string, version?: number): Promise<StoredParameter | undefined> {
    const file = await this.#read(this.#path(name));
    if (file === undefined || version === undefined) return file === undefined ? undefined : current(file);
    const found = file.versions.find((stored) => stored.version === version);
    return found === undefined ? undefined : { name, ...found };
  }

  async versions(name: string, after: number): Promise<ParameterVersion[]> {
    return (await this.#read(this.#path(name)))?.versions.filter(({ version }) => version > after) ?? [];
  }

  async put(write: ParameterWrite): Promise<{ readonly version: number }> {
    const { name, value, type, expectedVersion } = write;
    const path = this.#path(name);
    if (value.length === 0) {
      throw new InvalidArgumentError(`value of ${name} must have at least one character, got none`, {
        subject: 'FileParameterStore',
      });
    }
    return await this.#exclusively(async () => {
      const file = await this.#read(path);
      this.#requireVersion(name, file, expectedVersion);
      const version = expectedVersion + 1;
      const versions = [...(file?.versions ?? []), { version, type, value }].slice(-keptVersions);
      const secret = versions.some((stored) => stored.type === 'SecureString');
      await this.#files.write(path, `${JSON.stringify({ name, versions }, null, 2)}\n`, { secret });
      return { version };
    });
  }

  async delete(name: string, expectedVersion: number): Promise<void> {
    const path = this.#path(name);
    await this.#exclusively(async () => {
      const file = await this.#read(path);
      if (file === undefined) return;
      this.#requireVersion(name, file, expectedVersion);
      await this.#files.remove(path);
    });
  }

  #requireVersion(name: string, file: ParameterFile | undefined, expected: number): void {
    const version = file?.versions.at(-1)!.version ?? 0;
    if (version === expected) return;
    throw new ConflictError(
      expected === 0 ? 'PARAMETER_EXISTS' : 'PARAMETER_MOVED',
      `parameter ${name} must be at version ${expected}, got version ${version}`,
      {
        details: { parameter: name, expected, version },
        hint: 'Another process changed it; check it and try again.',
      },
    );
  }

  #path(name: string): string {
    if (!/^(\/[a-zA-Z0-9_.-]+)+$/.test(name)) {
      throw new InvalidArgumentError(`name must be a path such as /team/eta, got "${name}"`, {
        subject: 'FileParameterStore',
      });
    }
    // "%" is not allowed in names, so escaping cannot make two names one
    const parts = name.slice(1).split('/');
    const last = parts.pop()!.replace(/^\./, '%2E');
    const folders = parts.map((part) => part.replace(/^\./, '%2E').replace(/\.json$/, '%2Ejson'));
    return join(this.#files.folder, 'parameters', ...folders, `${last}.json`);
  }

  async #read(path: string): Promise<ParameterFile | undefined> {
    const bytes = await this.#files.read(path);
    if (bytes === undefined) return undefined;
    try {
      return fileSchema().parse(parseJson(new TextDecoder().decode(bytes), path));
    } catch {
      // without the cause: what JSON.parse says quotes the text, which may be a secure value
      throw new OutsideError('PARAMETER_FILE_DAMAGED', `${path} must be a parameter file, got something else`, {
        details: { path },
        hint: 'Put the file back from a backup, or remove it.',
      });
    }
  }

  async #exclusively<T>(action: () => Promise<T>): Promise<T> {
    return await this.#files.exclusively('parameters', action);
  }
}
