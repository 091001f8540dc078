/**
 * Joins the compiled modules of the command line and its packages into a few files: half of the time of a short command was the loading of
 * some 300 modules. `bin/fraudx.js` uses the result where there is one, and the modules themselves where there is none.
 *
 * What a module finds beside itself (workers, kernels, its package.json) it still finds: `import.meta.url` stays that of the module.
 */
import { renameSync, rmSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const output = fileURLToPath(new URL('../bundle', import.meta.url));
/** Written first, at the same depth, so that a build that ends early leaves no half of a command line. */
const written = `${output}.new`;

/** Packages with binaries or files of their own, or too big to gain: they load from where they are. */
const outside = /^(?:@duckdb|@resvg|@aws-sdk|@smithy|vega|vega-lite|dejavu-fonts-ttf)(?:$|\/|-)/;

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** What each command loads, and what those that read a store load besides: each in one file, since finding a file takes longer than reading it. */
const together = [
  { name: 'start', roots: [main] },
  { name: 'store', roots: ['settings/settings.js', 'commands/runs/list.js', '../../../packages/local/dist/index.js'] },
];

/** Modules that a module imports at once, and their imports, itself among them. */
function closure(root, modules, known) {
  if (known.has(root)) return;
  known.add(root);
  for (const id of modules.getModuleInfo(root)?.importedIds ?? []) closure(id, modules, known);
}

/** Name of the first group that a module belongs to. */
function groupOf() {
  const members = new Map();
  return (id, modules) => {
    // What it imports while it waits for a command must not wait for it.
    if (id === main) return null;
    for (const { name, roots } of together) {
      if (!members.has(name)) {
        const known = new Set();
        for (const root of roots) closure(resolve(dirname(main), root), modules, known);
        members.set(name, known);
      }
      if (members.get(name).has(id)) return name;
    }
    return null;
  };
}

const builtinImport = /^import (?:(\w+)(?:, )?)?(?:\{([^}]*)\}|\* as (\w+))? ?from "(node:[^"]+)";$/gm;

function builtinObject(_, whole, names, all, name) {
  const module = `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`;
  return [whole, all, names === undefined ? undefined : `{${names.replaceAll(' as ', ': ')}}`]
    .filter((left) => left !== undefined)
    .map((left) => `const ${left} = ${module};`)
    .join(' ');
}

const bundle = await rolldown({
  input: main,
  platform: 'node',
  plugins: [
    {
      name: 'leave-outside',
      async resolveId(source, importer) {
        if (!outside.test(source)) return null;
        const found = await this.resolve(source, importer, { skipSelf: true });
        return found === null ? null : { id: found.id, external: 'relative' };
      },
    },
    {
      name: 'keep-place-of-modules',
      transform(code, id) {
        if (id.startsWith('\0') || !code.includes('import.meta.url')) return null;
        const place = relative(output, id).replaceAll('\\', '/');
        return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`);
      },
    },
    {
      name: 'built-in-modules-as-objects',
      // An import of node:fs by name loads all that it could give, streams among them.
      renderChunk: (code) => ({ code: code.replaceAll(builtinImport, builtinObject), map: null }),
    },
  ],
});
rmSync(written, { recursive: true, force: true });
await bundle.write({
  dir: written,
  format: 'esm',
  keepNames: true,
  entryFileNames: 'main.js',
  chunkFileNames: '[name]-[hash].js',
  codeSplitting: { groups: [{ name: groupOf(), debugName: 'start, store' }] },
});
await bundle.close();
rmSync(output, { recursive: true, force: true });
renameSync(written, output);
