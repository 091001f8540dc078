import { describe, expect, it } from 'vitest';
import { escapeHtml, pictureHtml, renderHtml } from './picture-html.ts';
import type { PlotSpec } from './plot-spec.ts';
import { renderSvg } from './render-svg.ts';
import { beeswarmSpec } from './specs/beeswarm-spec.ts';
import { confusionMatrixSpec } from './specs/confusion-matrix-spec.ts';
import { importanceSpec } from './specs/importance-spec.ts';

describe('renderHtml', () => {
  it('is a page with the picture for light and dark, without network', async () => {
    const html = await renderHtml(confusionMatrixSpec({ tn: 9, fp: 1, fn: 2, tp: 3 }), 'Counts & <rates>');
    expect(html).toContain('<title>Counts &amp; &lt;rates&gt;</title>');
    expect(html).toMatch(
      /<svg role="img" aria-label="Counts &amp; &lt;rates&gt;"[^>]* class="(p\w+)"[^>]*><style>\.\1\{--0:#ffffff;/,
    );
    expect(html).toMatch(/@media screen and \(prefers-color-scheme:dark\)\{\.p\w+\{--0:#14181d;/);
    expect(html).not.toContain('http://');
  });

  const points = Array.from({ length: 300 }, (_, i) => ({ value: i / 100, level: i % 7 === 0 ? null : i / 299 }));
  const name = `<script>alert(1)</script> fill="red" url(#gradient_0) $& 日本`;
  const swarm = beeswarmSpec({ features: [{ feature: name, points }], xTitle: 'x' });

  it('keeps names as they are and lets nothing of them be markup', async () => {
    const html = await pictureHtml(swarm, `${name} "'`);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; …</text>');
    expect(html).not.toContain('<script');
    const short = beeswarmSpec({ features: [{ feature: 'fill="red" url(#gradient_0)', points }], xTitle: '日本 $&' });
    const kept = await pictureHtml(short, 'x');
    for (const text of ['>fill="red" url(#gradient_0)</text>', '>日本 $&amp;</text>']) expect(kept).toContain(text);
    expect(html).toMatch(
      /^<figure class="picture"><svg role="img" aria-label="&lt;script&gt;[^"<>]*\$&amp; 日本 &quot;&#39;"/,
    );
  });

  it('shows a sign for control characters in a name, without which the picture could not be read', async () => {
    const named = beeswarmSpec({ features: [{ feature: 'a\u0000b\u001bc\u202ed', points }], xTitle: 'x' });
    expect(await renderSvg(named)).toContain('>a\u{FFFD}b\u{FFFD}c\u{FFFD}d</text>');
  });

  it.each([
    'x id=',
    'x id="y"',
    'x fill=',
    'x font-family=',
    'x transform="translate(1,1)" d=',
    'x role=',
    '" onload="alert(1)',
    'x id="a" fill="url(#a)"',
    'url(#gradient_0)',
    "x' id='y'",
    '</text><script>alert(1)</script>',
    'x --><svg onload=alert(1)>',
    'x id=\n"y"',
  ])('reads no attribute out of a name: %j', async (feature) => {
    const others = { feature: 'amount', points };
    const specs = [
      (name: string) => beeswarmSpec({ features: [{ feature: name, points }, others], xTitle: name, title: name }),
      (name: string) =>
        importanceSpec({ features: [{ feature: name, value: 2, error: 1 }], xTitle: name, title: name }),
    ];
    // The same picture with a harmless name, drawn the same but for texts and the width that they take.
    const shape = (svg: string): string[] =>
      [...svg.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, '="…"'));
    for (const spec of specs) {
      for (const draw of [renderSvg, (one: PlotSpec) => pictureHtml(one, feature)]) {
        const drawn = await draw(spec(feature));
        expect(shape(drawn)).toEqual(shape(await draw(spec('harmless'))));
        for (const [tag] of drawn.matchAll(/<[^>]*>/g)) {
          expect(tag).toMatch(/^<(?:\/[\w]+|[\w]+(?: [\w:-]+="[^"<>]*")*\/?)>$/);
          expect(tag).not.toMatch(/^<script| on\w+="/);
        }
        const attributes = [...drawn.matchAll(/<[^>]*>/g)].flatMap(([tag]) => [
          ...tag.matchAll(/ ([\w:-]+)="([^"]*)"/g),
        ]);
        const ids = attributes.filter(([, name]) => name === 'id').map(([, , id]) => id);
        const asked = attributes.filter(([, name, value]) => name !== 'aria-label' && value!.startsWith('url('));
        expect(new Set(asked.map(([, , value]) => value!.slice('url(#'.length, -1)))).toEqual(new Set(ids));
      }
    }
  });

  it('joins dots of one colour, every one at its place', async () => {
    const html = await pictureHtml(swarm, 'dots');
    const svg = await renderSvg(swarm);
    expect(html.length).toBeLessThan(svg.length / 4);
    const places = (text: string, pattern: RegExp): string[] =>
      [...text.matchAll(pattern)].map(([, x, y]) => [x, y].map((at) => Number(at).toFixed(1)).join()).toSorted();
    const drawn = places(svg, /translate\(([\d.]+),([\d.]+)\)" d="M1\.803,/g);
    expect(drawn).toHaveLength(points.filter(({ level }) => level !== null).length);
    expect(places(html, /M([\d.]+),([\d.]+)h0/g)).toEqual(drawn);
    expect(html.match(/a1\.732,/g)).toHaveLength(2 * (points.length - drawn.length));
  });

  it('has ids of its own in every picture of a page', async () => {
    const other = beeswarmSpec({ features: [{ feature: 'b', points }], xTitle: 'x' });
    const ids = [...`${await pictureHtml(swarm, 'a')}${await pictureHtml(other, 'b')}`.matchAll(/ id="([^"]+)"/g)];
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids.map(([, id]) => id)).size).toBe(ids.length);
  });

  it('escapes what HTML would read', () => {
    expect(escapeHtml(`<a href='x'>"&"</a>`)).toBe('&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;');
  });
});

describe('texts that every object inherits', () => {
  it.each(Object.getOwnPropertyNames(Object.prototype))('draws a feature called %s', async (feature) => {
    const lines = [
      { feature, value: 2, error: 1 },
      { feature: 'b', value: 1 },
    ];
    const svg = await renderSvg(importanceSpec({ features: lines, xTitle: feature, title: feature }));
    expect(svg.split(`>${feature}</text>`)).toHaveLength(4);
    expect(svg).not.toContain('\u2060');
  });

  it('shows control characters and turns of direction as signs that stand for them', () => {
    expect(escapeHtml('a\u001B[2Jb\u202Ec\td\u2066')).toBe('a\uFFFD[2Jb\uFFFDc\td\uFFFD');
  });
});
