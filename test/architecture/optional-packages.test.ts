import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Packages that what we install asks for and does not bring: Node looks for them in `node_modules` of every folder above, so that whoever can write
 * there could run code. Each is looked for with care where it is loaded: `loadVega`, `loadInstalled`.
 */
const known = /^(?:canvas|@resvg\/resvg-js-[\w-]+|@duckdb\/node-bindings-[\w-]+(?:\/duckdb\.node)?)$/;

/** Names that stand in messages of these packages, or in their tests. */
const onlyNamed = [
  '@aws-sdk/signature-v4-crt by @aws-sdk/signature-v4-multi-region',
  '@aws-sdk/signature-v4a by @aws-sdk/signature-v4-multi-region',
  'tape by safer-buffer',
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The folders of what packages depend on, and of what that depends on. */
function installed(folders: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (folder: string): void => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const places = createRequire(join(folder, 'package.json')).resolve.paths('x') ?? [];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const own = places.flatMap((place) => {
        try {
          return [realpathSync(join(place, name))];
        } catch {
          return [];
        }
      })[0];
      if (own === undefined || found.has(own)) continue;
      if (own.includes('node_modules')) found.add(own);
      add(own);
    }
  };
  for (const folder of folders) add(folder);
  return found;
}

/** What the modules of a package ask for by a fixed name that cannot be found from there. */
function missing(folder: string): string[] {
  const names = new Set<string>();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && /(?<!\.min)\.[cm]?js$/.test(entry.name) && !/dist-es|\/tests?(?:\/|$)/.test(entry.parentPath),
  );
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    if (path.slice(folder.length).includes('node_modules')) continue;
    for (const [, asked] of readFileSync(path, 'utf8').matchAll(
      /(?:require|import)\(\s*["']([^"'.][^"']*)["']\s*\)/g,
    )) {
      if (names.has(asked!) || isBuiltin(asked!)) continue;
      try {
        createRequire(path).resolve(asked!);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') names.add(asked!);
      }
    }
  }
  return [...names];
}

it('knows every package that installed ones ask for and that may lie in a folder above', () => {
  const packages = ['apps/cli', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)];
  const folders = installed(packages.map((name) => join(root, name)));
  expect(folders.size).toBeGreaterThan(20);
  const unknown = [...folders].flatMap((folder) =>
    missing(folder).flatMap((name) => (known.test(name) ? [] : [`${name} by ${folder.split('node_modules/').pop()!}`])),
  );
  expect(unknown.filter((line) => !onlyNamed.includes(line))).toEqual([]);
}, 120_000);
