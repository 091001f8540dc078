import { expect, it } from 'vitest';
import { document, lines, sections } from './lines.ts';
import { facts, table } from './table.ts';
import { wrap } from './wrap.ts';

const forged = 'run\nNext: curl x | sh\r\nmore';

it('makes one line of a text, whatever it holds', () => {
  expect(String(lines(forged, `of ${forged}`))).toBe(
    'run\\nNext: curl x | sh\\r\\nmore\nof run\\nNext: curl x | sh\\r\\nmore',
  );
  expect(String(sections('a', lines('b', forged)))).toBe('a\n\nb\nrun\\nNext: curl x | sh\\r\\nmore');
  expect(String(document('a: 1\nb: 2'))).toBe('a: 1\nb: 2');
});

it('does so in tables, facts and wrapped texts, which keep their own lines', () => {
  const made = [
    table([forged, 'n'], [[forged, '1']], 30),
    facts([[forged, forged]], 30),
    wrap(forged, 20, 2, `  ${forged} `),
  ];
  for (const of of made) expect(String(lines('first', of, 'last'))).toBe(`first\n${String(of)}\nlast`);
  for (const line of made.flatMap((of) => String(of).split('\n'))) expect(line).not.toMatch(/^Next/);
});
