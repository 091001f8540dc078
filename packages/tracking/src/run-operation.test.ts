import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunOperation } from './run-operation.ts';
import { parseRunOperation, runOperationText } from './run-operation.ts';
import { runOperations } from './testing/run-arbitraries.ts';

describe('runOperationText', () => {
  it('is one line that parseRunOperation reads back as it was', () => {
    fc.assert(
      fc.property(runOperations, (operations) => {
        for (const operation of operations) {
          const text = runOperationText(operation);
          expect(text).not.toContain('\n');
          expect(parseRunOperation(text)).toEqual(operation);
        }
      }),
    );
  });

  it('keeps numbers that JSON does not have', () => {
    const points = [NaN, Infinity, -Infinity, 1e308].map((value, step) => ({ name: 'x', value, step, timestamp: 1 }));
    const operation: RunOperation = { formatVersion: 1, op: 'log-metrics', runId: 'run-1', points };
    expect(parseRunOperation(runOperationText(operation))).toEqual(operation);
  });
});

describe('parseRunOperation', () => {
  const tags = { formatVersion: 1, op: 'set-tags', runId: 'run-1', tags: {} };
  it.each([
    ['', 'must be JSON'],
    ['{"formatVersion":1,"op":"set-tags","ru', 'must be JSON'],
    ['null', 'value: '],
    [JSON.stringify({ ...tags, formatVersion: 2 }), 'formatVersion: '],
    [JSON.stringify({ ...tags, op: 'forget-run' }), 'op: '],
    [JSON.stringify({ ...tags, tags: [] }), 'tags: must be an object'],
    [JSON.stringify({ ...tags, more: 1 }), 'more'],
    [JSON.stringify({ ...tags, op: 'end-run', attempt: 0.5, status: 'stale' }), 'attempt: '],
  ])('refuses %j', (text, message) => {
    expect(() => parseRunOperation(text)).toThrow(expect.objectContaining({ code: 'INVALID_OPERATION' }));
    expect(() => parseRunOperation(text)).toThrow(message);
  });
});
