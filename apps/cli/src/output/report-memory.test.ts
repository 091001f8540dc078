import { describe, expect, it } from 'vitest';
import { reportMemory } from './report-memory.ts';

function said(options: object, plan: Parameters<typeof reportMemory>[2]): string {
  let text = '';
  reportMemory({ err: (line) => (text += line) }, options, plan);
  return text;
}

describe('reportMemory', () => {
  it('says the size with --verbose, and a note where more is needed than is free', () => {
    const small = { needed: 2 ** 20, free: 3 * 2 ** 30, fitsAtOnce: 1 };
    expect(said({}, small)).toBe('');
    expect(said({ verbose: true }, small)).toBe('training takes 1 MiB of memory, 3.0 GiB are free\n');
    const large = { needed: 4 * 2 ** 30, free: 3 * 2 ** 30, fitsAtOnce: 8 };
    expect(said({}, large)).toBe(
      'note: training of 8 fits at once takes 4.0 GiB of memory, 3.0 GiB are free; use fewer rows or --workers 1\n',
    );
    expect(said({ quiet: true }, large)).toBe('');
  });
});
