import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name of the package that a specifier such as `@duckdb/node-bindings-linux-x64/duckdb.node` asks for. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The folders of packages that belong to the installation in which a file lies: those around it, and those below them on the way to it. */
function foldersAround(file: string): string[] {
  const above: string[] = [];
  for (let at = dirname(file); dirname(at) !== at; at = dirname(at)) above.push(at);
  const top = above.findLast((folder) => basename(folder) === 'node_modules');
  // A program that was joined into files of its own lies in no package: its packages are those of the folder with its package.json.
  if (top === undefined) {
    const own = above.find((folder) => existsSync(join(folder, 'package.json')));
    return own === undefined ? [] : [join(own, 'node_modules')];
  }
  return above
    .filter((folder) => basename(folder) !== 'node_modules')
    .map((folder) => join(folder, 'node_modules'))
    .filter((folder) => folder === top || folder.startsWith(`${top}${sep}`));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined; // not there
  }
}

/** Whether a file that was found for a package lies in one of the installation of the file that asked for it. */
function isInstalled(found: string, name: string, asker: string): boolean {
  const real = realPath(found) ?? found;
  return foldersAround(asker).some((folder) => {
    const own = realPath(join(folder, name));
    return own !== undefined && real.startsWith(`${own}${sep}`);
  });
}

/**
 * Loads modules while packages of some names are found in the installation of the package that asks for them only.
 *
 * Packages with native code ask for one package a platform, of which an installation has one or none. Node looks for those that are missing in
 * `node_modules` of every folder above the installation, where somebody else may have put one: its code would run. Node before 22.15 cannot be told not
 * to.
 *
 * @param names - Of the packages that may be missing, e.g. `/^@resvg\/resvg-js-/`.
 * @param load - Imports the modules.
 * @returns What `load` returns.
 * @throws {Error} As `load`. A package of these names that lies elsewhere is `MODULE_NOT_FOUND` for who asks for it.
 */
export async function loadInstalled<T>(names: RegExp, load: () => Promise<T>): Promise<T> {
  // Plug'n'Play of Yarn looks in no folder above: it has a list of what is installed.
  if (process.versions['pnp'] !== undefined) return await load();
  const hooks = module.registerHooks?.({
    resolve: (specifier, context, next) => {
      const name = packageOf(specifier);
      const found = next(specifier, context);
      if (!names.test(name) || context.parentURL?.startsWith('file:') !== true || !found.url.startsWith('file:')) {
        return found;
      }
      if (isInstalled(fileURLToPath(found.url), name, fileURLToPath(context.parentURL))) return found;
      throw Object.assign(
        new Error(`${name} must be installed beside the package that asks for it, got one elsewhere`),
        {
          code: 'MODULE_NOT_FOUND',
        },
      );
    },
  });
  try {
    return await load();
  } finally {
    hooks?.deregister();
  }
}
