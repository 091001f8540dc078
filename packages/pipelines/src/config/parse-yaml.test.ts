import * as fc from 'fast-check';
import { InvalidArgumentError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { parseYaml } from './parse-yaml.ts';

const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
for (let i = 1; i < 8; i++) {
  const [name, before] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)];
  bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(',')}]`);
}

describe('parseYaml', () => {
  it.each([
    ['a glob', 'target: y\ndata: *.csv\n', 'line 2: alias *.csv must name an anchor'],
    ['itself in a list', 'target: y\ndrop: &a [*a]\n', 'line 2: alias *a must not stand inside what it names'],
    ['itself in keys', 'params: &p\n  eta: 1\n  deep: { x: *p }\n', 'line 3: alias *p must not stand inside'],
    ['an alias bomb', bomb.join('\n'), 'aliases must stand for at most'],
    ['a tag of code', 'target: !!js/function x\n', 'line 1: tag !!js/function must be left out'],
    ['an own tag', 'a: 1\nb: !secret x\n', 'line 2: tag !secret must be left out'],
    ['bytes', 'target: !!binary aGVsbG8=\n', 'line 1: tag !!binary must be left out'],
    ['a key that is a list', 'a: 1\n? [b]\n: 2\n', 'line 2: a key must be a text'],
    ['keys twice', 'seed: 1\nseed: 2\n', 'line 2: must be YAML: Map keys must be unique'],
    ['keys twice in braces', 'a: { b: 1, "b": 2 }\n', 'line 1: must be YAML: Map keys must be unique'],
    ['keys twice in a list', 'a:\n  - b: 1\n    b: 2\n', 'line 3: must be YAML: Map keys must be unique'],
    ['a tab', 'split:\n\ttest: 1\n', 'line 2: must be YAML: Tabs are not allowed as indentation'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'must be one document'],
    ['deep lists', `a: ${'['.repeat(60)}${']'.repeat(60)}\n`, 'line 1: nesting must be at most 50 levels deep'],
    ['very deep lists', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'nesting must be at most 50 levels deep'],
    ['deep keys', Array.from({ length: 1200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nesting must be at most'],
    ['a merge of a text', 'params:\n  <<: text\n', 'must be YAML'],
    ['too much', `# ${'x'.repeat(1 << 20)}\n`, 'at most 1 MiB'],
  ])('refuses %s', async (_, text, message) => {
    await expect(parseYaml(text, 'fraudx.yaml')).rejects.toThrow(message);
    await expect(parseYaml(text, 'fraudx.yaml')).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
  });

  it('reads aliases, however many, and merge keys', async () => {
    const many = `amount: &x a\ndrop: [${Array.from({ length: 500 }, () => '*x').join(', ')}]\n`;
    expect((await parseYaml(many, 'x')).value).toEqual({ amount: 'a', drop: Array.from({ length: 500 }, () => 'a') });
    const merged = 'params:\n  <<: { eta: 0.3, max_depth: 3 }\n  eta: 0.2\n';
    expect((await parseYaml(merged, 'x')).value).toEqual({ params: { eta: 0.2, max_depth: 3 } });
  });

  it('takes the last anchor before an alias, also that of a key', async () => {
    expect((await parseYaml('a: &x 1\nb: *x\nc: &x [2]\nd: *x\n&k e: *k\nf: [*k, { g: *x }]\n', 'x')).value).toEqual({
      a: 1,
      b: 1,
      c: [2],
      d: [2],
      e: 'e',
      f: ['e', { g: [2] }],
    });
  });

  it('finds the line of a problem, also behind an alias', async () => {
    const { lineOf } = await parseYaml('a: &x\n  b: 1\nc: *x\nd:\n  - 1\n  - e: 2\n', 'x');
    expect(
      [['a'], ['a', 'b'], ['c'], ['c', 'b'], ['d', 1], ['d', 1, 'e'], ['d', 7], [], ['no', 'no']].map(lineOf),
    ).toEqual([1, 2, 3, 2, 6, 6, undefined, undefined, undefined]);
  });

  it.each([
    ['aliases', 50_000, (n: number) => `amount: &x a\ndrop: [${Array(n).fill('*x').join(',')}]\n`],
    ['merge keys', 20_000, (n: number) => `data: &x {}\nparams:\n${'  <<: *x\n'.repeat(n)}`],
    ['keys', 70_000, (n: number) => Array.from({ length: n }, (_, k) => `key${k}: 1\n`).join('')],
    ['problems', 40_000, (n: number) => `derive:\n${Array.from({ length: n }, (_, k) => `  key${k}: 1\n`).join('')}`],
    ['errors in a line', 50_000, (n: number) => `a: [${Array(n).fill('"a" "b"').join(' ')}]\n`],
  ])('takes a time that grows with the config: many %s', { timeout: 600_000 }, async (_name, n, textOf) => {
    const start = performance.now();
    try {
      const { value, lineOf } = await parseYaml(textOf(n), 'x');
      parseConfig(value, 'x', lineOf);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidArgumentError);
    }
    // about a second each; minutes where each is compared with all before it
    expect(performance.now() - start).toBeLessThan(25_000);
  });

  it.each([
    ['.inf', 'line 1: seed must be a number, got Infinity'],
    ['-.inf', 'line 1: seed must be a number, got -Infinity'],
    ['.nan', 'line 1: seed must be a number, got NaN'],
  ])('leaves %s to the schema, which shows it', async (number, message) => {
    const { value, lineOf } = await parseYaml(`seed: ${number}\n`, 'x');
    expect(() => parseConfig(value, 'x', lineOf)).toThrow(message);
  });

  it('fails in no other way, whatever the text', async () => {
    const pieces = [
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '<<',
      '!!int ',
      '!x ',
      '"',
      "'",
      '|',
      '>',
      '#',
      '%YAML 1.1\n',
      '---\n',
      '\t',
      '? ',
      '.inf',
      '1e999',
      '__proto__',
      '\0',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), async (parts) => {
        try {
          const { value, lineOf } = await parseYaml(parts.join(''), 'x');
          parseConfig(value, 'x', lineOf);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
