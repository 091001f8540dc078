import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expressionFunctions } from './functions.ts';

describe('docs/derived-columns.md', () => {
  it('lists every function as it is', () => {
    const page = readFileSync(new URL('../../../../docs/derived-columns.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+\(.*?\))`\s*\| (.*?)\s*\|$/gm)].map(([, form, about]) => [form, about]);
    const functions = Object.values(expressionFunctions).filter(({ form }) => form !== undefined);
    expect(rows).toEqual(functions.map(({ form, about }) => [form, about]));
  });
});
