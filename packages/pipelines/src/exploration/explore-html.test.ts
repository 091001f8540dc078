import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { exploreFrame } from '@fraudx/data';
import { describe, expect, it } from 'vitest';
import { exploreHtml } from './explore-html.ts';

describe('exploreHtml', () => {
  it('shows what tells the classes apart first, names what it does not draw, and counts rows without a label', async () => {
    const n = 60;
    const numeric = (name: string, of: (i: number) => number): Column => ({
      kind: 'numeric',
      name,
      values: Float64Array.from({ length: n }, (_, i) => of(i)),
    });
    const ids = Array.from({ length: n }, (_, i) => `claim ${i}`);
    const frame = new Frame([
      numeric('when', (i) => i),
      numeric('dull', (i) => i % 5),
      { kind: 'categorical', name: 'id', codes: Int32Array.from(ids.keys()), categories: ids },
      numeric('answer', (i) => (i % 6 === 0 ? 3 : 0)),
      numeric('fraud', (i) => (i > 50 ? Number.NaN : i % 6 === 0 ? 1 : 0)),
    ]);
    const page = await exploreHtml('folder/data.csv', await exploreFrame(frame, { target: 'fraud', time: 'when' }), [
      'odd',
    ]);
    const place = (text: string): number => {
      expect(page).toContain(text);
      return page.indexOf(text);
    };
    expect(place('<h3>answer</h3>')).toBeLessThan(place('<h3>dull</h3>'));
    place('<h1>data.csv</h1>');
    place('<li>odd</li>');
    place('<b>9</b><span>rows without a label</span>');
    expect(page).not.toContain('<h3>id</h3>');
    place('every text is rare: id.');
    place('prefers-color-scheme:dark');
    expect(page).not.toContain('<script');
  });

  it.each(['constructor', 'toString', '__proto__', '<b>'])('draws a column called %s', async (name) => {
    const values = Float64Array.from({ length: 40 }, (_, i) => i % 7);
    const fraud = Float64Array.from({ length: 40 }, (_, i) => (i % 9 === 0 ? 1 : 0));
    const frame = new Frame([
      { kind: 'numeric', name, values },
      { kind: 'numeric', name: 'fraud', values: fraud },
    ]);
    const page = await exploreHtml('data.csv', await exploreFrame(frame, { target: 'fraud' }));
    expect(page).toMatch(new RegExp(`<h3>${name.replace('<b>', '&lt;b&gt;')}</h3><figure class="picture"><svg`));
  });

  it('draws texts such as constructor', async () => {
    const frame = new Frame([
      {
        kind: 'categorical',
        name: 'text',
        codes: Int32Array.from({ length: 40 }, (_, i) => i % 4),
        categories: ['toString', 'constructor', 'valueOf', '__proto__'],
      },
      { kind: 'numeric', name: 'fraud', values: Float64Array.from({ length: 40 }, (_, i) => (i % 9 === 0 ? 1 : 0)) },
    ]);
    const page = await exploreHtml('data.csv', await exploreFrame(frame, { target: 'fraud' }));
    for (const text of ['toString', 'constructor', 'valueOf', '__proto__']) expect(page).toContain(`>${text}</text>`);
  });

  it('folds all but the most telling of many columns, and names few of those that it does not draw', async () => {
    const n = 60;
    const fraud = Float64Array.from({ length: n }, (_, i) => (i % 6 === 0 ? 1 : 0));
    const dull = Array.from({ length: 300 }, (_, k): Column => ({
      kind: 'numeric',
      name: `empty ${k}`,
      values: new Float64Array(n).fill(Number.NaN),
    }));
    const telling: Column = { kind: 'numeric', name: 'telling', values: fraud.map((label) => 2 * label) };
    const frame = new Frame([...dull, telling, { kind: 'numeric', name: 'fraud', values: fraud }]);
    const page = await exploreHtml('data.csv', await exploreFrame(frame, { target: 'fraud' }));
    const [open, folded] = page.split('<details><summary>The other 282 columns</summary>');
    expect(open!.match(/<tr><td>/g)).toHaveLength(20);
    expect(open).toContain('<tr><td>telling</td>');
    expect(folded!.split('</details>')[0]!.match(/<tr><td>/g)).toHaveLength(282);
    expect(folded).toContain('empty 29 and 270 more.');
  });

  it('keeps the labels of shares apart, at equal steps', async () => {
    const frame = new Frame([
      {
        kind: 'categorical',
        name: 'text',
        codes: Int32Array.from({ length: 90 }, (_, i) => (i % 9 < 4 ? 0 : i % 9 < 7 ? 1 : 2)),
        categories: ['alpha', 'beta', 'gamma'],
      },
      { kind: 'numeric', name: 'fraud', values: Float64Array.from({ length: 90 }, (_, i) => (i % 7 === 0 ? 1 : 0)) },
    ]);
    const page = await exploreHtml('data.csv', await exploreFrame(frame, { target: 'fraud' }));
    const labels = [...page.matchAll(/<text([^>]*)>(\d+%)<\/text>/g)];
    expect(labels.filter(([, look]) => !look!.includes('opacity="0"')).map(([, , text]) => text)).toEqual([
      '0%',
      '20%',
      '40%',
    ]);
  });
});
