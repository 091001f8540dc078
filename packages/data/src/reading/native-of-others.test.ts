import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

it.skipIf(module.registerHooks === undefined)(
  'runs no engine that lies in a folder above, where the one of the platform is missing',
  () => {
    const above = mkdtempSync(join(tmpdir(), 'fraudx-above-'));
    const [mark, planted] = [join(above, 'ran'), join(above, 'planted.cjs')];
    writeFileSync(planted, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    // as Node finds it in node_modules of a folder above the installation
    const code = `
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve: (name, context, next) =>
          /^@duckdb\\/node-bindings-/.test(name) ? { url: ${JSON.stringify(pathToFileURL(planted).href)}, shortCircuit: true } : next(name, context),
      });
          const { openDuckDb } = await import(${JSON.stringify(new URL('./duckdb.ts', import.meta.url).href)});
      await openDuckDb(':memory:').then(() => console.log('opened'), (error) => console.log(error.code));
    `;
    const args = ['-C', 'fraudx-source', '--input-type=module', '--eval', code];
    try {
      const said = execFileSync(process.execPath, args, { encoding: 'utf8' });
      expect(said).toContain('ENGINE_NOT_LOADED');
      expect(existsSync(mark)).toBe(false);
    } finally {
      rmSync(above, { recursive: true });
    }
  },
  60_000,
);
