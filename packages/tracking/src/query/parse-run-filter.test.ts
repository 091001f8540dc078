import { InvalidArgumentError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRunFilter } from './parse-run-filter.ts';
import { parseRunOrder } from './parse-run-order.ts';

function problem(
  text: string,
  parse: (text: string) => unknown = parseRunFilter,
): { message: string; position: unknown } {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return { message: error.message, position: error.details['position'] };
    throw error;
  }
  throw new Error(`not refused: ${text}`);
}

describe('parseRunFilter', () => {
  it('reads conditions joined by and', () => {
    expect(parseRunFilter(`metrics.x > 0.7 and params.max_depth = 6 AND tags.team = "x"`)).toMatchObject({
      type: 'and',
      left: { type: 'compare', target: { source: 'metrics', name: 'x' }, operator: '>', literal: 0.7 },
      right: { type: 'and', left: { literal: 6 }, right: { target: { source: 'tags', name: 'team' }, literal: 'x' } },
    });
  });

  it('binds and tighter than or, not tightest', () => {
    expect(parseRunFilter(`not name = 'a' or name = 'b' and name = 'c'`)).toMatchObject({
      type: 'or',
      left: { type: 'not' },
      right: { type: 'and' },
    });
  });

  it.each([
    ['metrics."log loss" < 1', 'log loss'],
    ['metrics.validation.auc < 1', 'validation.auc'],
    ['metrics.5fold_auc < 1', '5fold_auc'],
    ['metrics.`a"b` < 1', 'a"b'],
    ['metrics.recall@0.01 < 1', 'recall@0.01'],
  ])('reads the name in %s', (text, name) => {
    expect(parseRunFilter(text)).toMatchObject({ target: { name } });
  });

  it.each([
    ['metrics.x >', 12, 'the end'],
    ['metric.x > 1', 1, 'metrics'],
    ['metrics.x > 1 and', 18, 'the end'],
    ['metrics.x > 1 params.y = 2', 15, '"params"'],
    ['metrics.x > "high"', 13, 'a number'],
    ['params.x = abc', 12, 'in quotes'],
    ['params.x = "abc', 12, 'must end with "'],
    ['(params.x = 1', 14, ')'],
    ['params.x # 1', 10, 'unexpected character'],
    ['status = "done"', 10, 'one of running, finished'],
    ['started_at > "soon"', 14, 'a date'],
    ['params.x > true', 12, 'a number or text'],
    ['params.x not = 1', 14, 'in or like'],
    ['metrics.x like "a"', 11, 'a comparison'],
    ['params.x = 1e999', 12, 'a finite number'],
    ['params. = 1', 9, 'a name after params'],
    ['', 1, 'the end'],
  ])('names the position in %s', (text, position, part) => {
    const found = problem(text);
    expect(found.message).toContain(part);
    expect(found.position).toBe(position);
    expect(found.message).toContain(`at position ${position}\n`);
  });

  it('throws nothing but a query error, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('metrics', '.', 'x', '>', '(', ')', 'and', 'not', '1', '"', 'in', ','),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parseRunFilter(pieces.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes long lists of conditions and refuses endless nesting', () => {
    expect(parseRunFilter(Array.from({ length: 1500 }, () => 'params.x = 1').join(' or ')).type).toBe('or');
    expect(problem(`${'('.repeat(1000)}params.x = 1`).message).toContain('nesting');
    expect(problem(' '.repeat(30_001)).message).toContain('at most 30000 characters');
  });
});

describe('parseRunOrder', () => {
  it('reads several keys', () => {
    expect(parseRunOrder('metrics.roc_auc desc, started_at')).toEqual([
      { target: { source: 'metrics', name: 'roc_auc' }, descending: true },
      { target: { source: 'run', field: 'started_at' }, descending: false },
    ]);
  });

  it('takes ten keys at most', () => {
    expect(problem(Array.from({ length: 11 }, () => 'name').join(','), parseRunOrder).message).toContain(
      'at most 10 keys',
    );
  });

  it('names the position of a mistake', () => {
    expect(problem('metrics.roc_auc down', parseRunOrder).position).toBe(17);
  });
});
