import { describe, expect, it } from 'vitest';
import { millisecondsOf } from './time-column.ts';

describe('a time column of texts', () => {
  it('is refused with a cell of it', () => {
    const column = {
      kind: 'categorical',
      name: 'd',
      codes: Int32Array.of(-1, 1, 0),
      categories: ['05/06/2025', '03/04/2025'],
    } as const;
    expect(() => millisecondsOf(column)).toThrow(
      expect.objectContaining({
        message:
          'features: time must be a timestamp or numeric column, got the categories of "d", such as "03/04/2025"',
        details: { column: 'd', value: '03/04/2025' },
        hint: expect.stringContaining('say which comes first (dateOrder)') as unknown,
      }),
    );
    expect(() => millisecondsOf({ ...column, codes: Int32Array.of(-1) })).toThrow(/categories of "d"$/);
  });
});
