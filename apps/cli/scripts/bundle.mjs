/**
 * Joins the compiled modules of the command line and its packages into a few files: half of the time of a short command was the loading of
 * some 300 modules. `bin/fraudx.js` uses the result where there is one, and the modules themselves where there is none.
 *
 * What a module finds beside itself (workers, kernels, its package.json) it still finds: `import.meta.url` stays that of the module.
 */
import { renameSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const output = fileURLToPath(new URL('../bundle', import.meta.url));
/** Written first, at the same depth, so that a build that ends early leaves no half of a command line. */
const written = `${output}.new`;

/** Packages with binaries or files of their own, or too big to gain: they load from where they are. */
const outside = /^(?:@duckdb|@resvg|@aws-sdk|@smithy|vega|vega-lite|dejavu-fonts-ttf)(?:$|\/|-)/;

const bundle = await rolldown({
  input: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
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
  ],
});
rmSync(written, { recursive: true, force: true });
await bundle.write({
  dir: written,
  format: 'esm',
  keepNames: true,
  entryFileNames: 'main.js',
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();
rmSync(output, { recursive: true, force: true });
renameSync(written, output);
