import { describe, expect, it } from 'vitest';
import { escapeHtml, renderHtml } from './picture-html.ts';
import { confusionMatrixSpec } from './specs/confusion-matrix-spec.ts';

describe('renderHtml', () => {
  it('is a page with the picture for light and dark, without network', async () => {
    const html = await renderHtml(confusionMatrixSpec({ tn: 9, fp: 1, fn: 2, tp: 3 }), 'Counts & <rates>');
    expect(html).toContain('<title>Counts &amp; &lt;rates&gt;</title>');
    expect(html.match(/src="data:image\/svg\+xml;base64,/g)).toHaveLength(2);
    expect(html).not.toContain('http://');
  });

  it('escapes what HTML would read', () => {
    expect(escapeHtml(`<a href='x'>"&"</a>`)).toBe('&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;');
  });
});
