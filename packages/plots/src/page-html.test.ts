import { expect, it } from 'vitest';
import { tableHtml } from './page-html.ts';

it('makes tables that scroll, also by keys, and long names that may be broken', () => {
  const html = tableHtml(['min_child_weight', 'a<b'], [[{ text: '1', kind: 'number' }, { text: 'x_y' }]]);
  expect(html).toContain('<div class="scroll short" tabindex="0"><table>');
  expect(html).toContain('<th class="n" scope="col">min_<wbr>child_<wbr>weight</th><th scope="col">a&lt;b</th>');
  expect(html).toContain('<td class="n">1</td><td>x_y</td>');
});
