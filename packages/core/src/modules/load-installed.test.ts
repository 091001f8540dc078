import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe.skipIf(module.registerHooks === undefined)('loadInstalled', () => {
  let top = '';
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  };
  /** What a package at this path finds under these names, with and without care. */
  const found = (asker: string, names: readonly string[]): Record<'careful' | 'plain', Record<string, string>> => {
    const tries = names.map(
      (name) => `try { exports['${name}'] = require('${name}'); } catch (e) { exports['${name}'] = e.code; }`,
    );
    put(asker, tries.join('\n'));
    const code = `
      import { loadInstalled } from ${JSON.stringify(new URL('./load-installed.ts', import.meta.url).href)};
      const asker = ${JSON.stringify(join(top, asker))};
      const careful = (await loadInstalled(/^x-/, () => import(asker))).default;
      const { createRequire } = await import('node:module');
      const plain = {};
      for (const name of ${JSON.stringify(names)}) try { plain[name] = createRequire(asker)(name); } catch (e) { plain[name] = e.code; }
      console.log(JSON.stringify({ careful, plain }));
    `;
    const args = ['-C', 'fraudx-source', '--input-type=module', '--eval', code];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as ReturnType<typeof found>;
  };
  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'fraudx-load-')));
  });
  afterEach(() => rmSync(top, { recursive: true }));

  it('finds packages beside the one that asks and around it, and none in a folder above the installation', () => {
    put('node_modules/x-above/index.js', "module.exports = 'above'");
    put('node_modules/other/index.js', "module.exports = 'above'");
    put('inst/node_modules/x-around/index.js', "module.exports = 'around'");
    put('inst/node_modules/app/node_modules/x-beside/index.js', "module.exports = 'beside'");
    put('inst/node_modules/app/node_modules/asker/node_modules/x-inside/index.js', "module.exports = 'inside'");
    const names = ['x-above', 'x-around', 'x-beside', 'x-inside', 'x-none', 'other'];
    const { careful, plain } = found('inst/node_modules/app/node_modules/asker/index.js', names);
    const own = { 'x-around': 'around', 'x-beside': 'beside', 'x-inside': 'inside', 'x-none': 'MODULE_NOT_FOUND' };
    expect(plain).toEqual({ ...own, 'x-above': 'above', other: 'above' });
    expect(careful).toEqual({ ...own, 'x-above': 'MODULE_NOT_FOUND', other: 'above' });
  });

  it.skipIf(process.platform === 'win32')(
    'follows the links that package managers make beside the one that asks',
    () => {
      put('store/x-linked/1/node_modules/x-linked/index.js', "module.exports = 'linked'");
      put('node_modules/x-above/index.js', "module.exports = 'above'");
      mkdirSync(join(top, 'store/asker/1/node_modules/asker'), { recursive: true });
      symlinkSync('../../../x-linked/1/node_modules/x-linked', join(top, 'store/asker/1/node_modules/x-linked'));
      const { careful } = found('store/asker/1/node_modules/asker/index.js', ['x-linked', 'x-above']);
      expect(careful).toEqual({ 'x-linked': 'linked', 'x-above': 'MODULE_NOT_FOUND' });
    },
  );

  it('takes no package from beside an asker that is installed nowhere', () => {
    put('node_modules/x-above/index.js', "module.exports = 'above'");
    expect(found('project/asker.cjs', ['x-above']).careful).toEqual({ 'x-above': 'MODULE_NOT_FOUND' });
  });

  it('takes the packages of the program that an asker was joined into', () => {
    put('node_modules/x-above/index.js', "module.exports = 'above'");
    put('app/node_modules/x-own/index.js', "module.exports = 'own'");
    put('app/package.json', '{}');
    const { careful } = found('app/dist/asker.cjs', ['x-own', 'x-above']);
    expect(careful).toEqual({ 'x-own': 'own', 'x-above': 'MODULE_NOT_FOUND' });
  });
});
