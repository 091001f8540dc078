import { describe, expect, it } from 'vitest';
import { protoPaths } from './proto-paths.ts';

describe('protoPaths', () => {
  it('finds the key in maps and lists, and nothing where it is not', () => {
    const input: unknown = JSON.parse('{"a":{"__proto__":1,"b":[{"__proto__":{"__proto__":2}}]},"constructor":3}');
    expect(protoPaths(input)).toEqual([
      ['a', '__proto__'],
      ['a', 'b', 0, '__proto__'],
    ]);
    expect(protoPaths({ a: [1, null, { prototype: 1 }] })).toEqual([]);
    expect(protoPaths(undefined)).toEqual([]);
  });

  it('ends where a value holds itself', () => {
    const input: Record<string, unknown> = { a: 1 };
    input['self'] = input;
    expect(protoPaths(input)).toEqual([]);
  });
});
