import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

it.skipIf(module.registerHooks === undefined)(
  'runs no package for a platform that lies in a folder above, where one is missing',
  () => {
    const above = mkdtempSync(join(tmpdir(), 'fraudx-above-'));
    const [mark, planted] = [join(above, 'ran'), join(above, 'planted.cjs')];
    writeFileSync(planted, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    // as Node finds it in node_modules of a folder above the installation
    const code = `
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve: (name, context, next) =>
          /^@resvg\\/resvg-js-/.test(name) ? { url: ${JSON.stringify(pathToFileURL(planted).href)}, shortCircuit: true } : next(name, context),
      });
          const { renderPng } = await import(${JSON.stringify(new URL('../render-png.ts', import.meta.url).href)});
      Object.defineProperty(process, 'platform', { value: 'darwin' });
      await renderPng({ width: 9, height: 9, mark: 'bar', data: { values: [] } }).then(() => console.log('drawn'), (error) => console.log(error.message));
    `;
    const args = ['-C', 'fraudx-source', '--input-type=module', '--eval', code];
    try {
      const said = execFileSync(process.execPath, args, { encoding: 'utf8' });
      expect(said).toContain('resvg-js-darwin');
      expect(existsSync(mark)).toBe(false);
    } finally {
      rmSync(above, { recursive: true });
    }
  },
  60_000,
);
