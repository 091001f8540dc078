import { Frame } from '@fraudx/core';
import { exploreFrame } from '@fraudx/data';
import { describe, expect, it } from 'vitest';
import { exploreHtml } from './explore-html.ts';

describe('exploreHtml', () => {
  it.each(['constructor', 'toString', '__proto__', '<b>'])('draws a column called %s', async (name) => {
    const values = Float64Array.from({ length: 40 }, (_, i) => i % 7);
    const fraud = Float64Array.from({ length: 40 }, (_, i) => (i % 9 === 0 ? 1 : 0));
    const frame = new Frame([
      { kind: 'numeric', name, values },
      { kind: 'numeric', name: 'fraud', values: fraud },
    ]);
    const page = await exploreHtml('data.csv', exploreFrame(frame, { target: 'fraud' }));
    expect(page).toContain(`<figcaption>${name.replace('<b>', '&lt;b&gt;')}</figcaption><svg`);
  });
});
