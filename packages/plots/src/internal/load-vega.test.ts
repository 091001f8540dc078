import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('loadVega', () => {
  it('looks for no package canvas, whose code would come from any folder above', () => {
    const code = `
      import { registerHooks } from 'node:module';
      const asked = [];
      registerHooks({ resolve: (name, context, next) => (asked.push(name), next(name, context)) });
      const { loadVega } = await import(${JSON.stringify(new URL('./load-vega.ts', import.meta.url).href)});
      const { vega } = await loadVega();
      await new vega.View(vega.parse({ width: 9, height: 9 }), { renderer: 'none' }).toSVG();
      console.log(JSON.stringify([asked.includes('vega'), asked.includes('canvas')]));
    `;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual([true, false]);
  }, 60_000);
});
