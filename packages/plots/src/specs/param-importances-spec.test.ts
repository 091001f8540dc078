import { describe, expect, it } from 'vitest';
import { renderSvg } from '../render-svg.ts';
import { paramImportancesSpec } from './param-importances-spec.ts';

const shares = (...of: readonly [string, number][]): { param: string; share: number }[] =>
  of.map(([param, share]) => ({ param, share }));

describe('paramImportancesSpec', () => {
  it('draws a bar for each way, ordered by the first', async () => {
    const svg = await renderSvg(
      paramImportancesSpec({
        methods: [
          { name: 'PED-ANOVA', shares: shares(['depth', 0.2], ['eta', 0.8]) },
          { name: 'fANOVA', shares: shares(['depth', 0.6], ['eta', 0.4]) },
        ],
      }),
    );
    for (const text of ['PED-ANOVA', 'fANOVA', 'Share of importance']) expect(svg).toContain(text);
    expect(svg.indexOf('>eta<')).toBeLessThan(svg.indexOf('>depth<'));
    expect(svg.match(/aria-roledescription="bar"/g)).toHaveLength(4);
  });

  it('draws the 30 most important ones', async () => {
    const many = Array.from({ length: 33 }, (_, i) => [`p${i}`, i] as [string, number]);
    const svg = await renderSvg(paramImportancesSpec({ methods: [{ name: 'one', shares: shares(...many) }] }));
    expect(svg).toContain('and 3 less important ones');
    expect(svg).not.toContain('>p2<');
    expect(svg).toContain('>p3<');
    expect(await renderSvg(paramImportancesSpec({ methods: [], title: 'None' }))).toContain('None');
  });
});
