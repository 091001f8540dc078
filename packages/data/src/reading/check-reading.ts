import { checkArgument, checkFields } from '@fraudx/core';

/** Refuses a file and options that no reader understands, for callers whose code no compiler checks. */
export function checkReading(owner: string, path: unknown, options: unknown): void {
  checkArgument(owner, 'path', path, 'text');
  checkFields(owner, 'options', options, {
    types: 'object?',
    texts: 'texts?',
    quantities: 'texts?',
    ids: 'texts?',
    columns: 'texts?',
    missing: 'texts?',
    encoding: 'text?',
    readings: 'object?',
    unpacking: 'object?',
    memory: 'count?',
    chunkRows: 'count?',
    onProgress: 'function?',
    onWarnings: 'function?',
    signal: 'object?',
  });
}
