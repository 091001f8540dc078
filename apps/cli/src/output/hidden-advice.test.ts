import { DataError, ShownValues } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { reportError } from './error.ts';

function hiding(): ShownValues {
  const values = new ShownValues();
  values.hide('config', [{ target: 'is fraud', derive: { x: 'amount * rate' } }]);
  return values;
}

describe('an error about data whose values are not shown', () => {
  it('hides them in message, hint, details and causes of an error, in whatever line, and says once what to do', () => {
    const error = new DataError('X', 'data: target "is fraud" must be 0, got "A\nSECRET" in data row 7', {
      details: {
        column: 'is fraud',
        row: 7,
        value: 'SECRET',
        values: [{ value: 'SECRET', rows: 2 }],
        'SECRET KEY': { 'SECRET=1': 1 },
        columns: ['SECRET', 'rate'],
      },
      hint: 'Values found: "SECRET" 2.',
      cause: new Error("could not convert 'SECRET'"),
    });
    const { text, json } = reportError(error, true, undefined, hiding());
    expect(`${text}${JSON.stringify(json)}`).not.toContain('SECRET');
    expect(text.match(/name it \(--data PATH\) to see them/g)).toHaveLength(1);
    expect(json).toMatchObject({
      error: {
        details: { column: 'is fraud', row: 7, value: '…', values: [{ value: '…', rows: 2 }], columns: ['…', 'rate'] },
      },
    });
    const defect = reportError(new TypeError('SECRET'), true, undefined, hiding());
    expect(`${defect.text}${JSON.stringify(defect.json)}`).not.toContain('SECRET');
    const other = reportError(new DataError('X', 'data: file must not be empty'), true, undefined, hiding());
    expect(other.text).toBe('error: data: file must not be empty\n');
  });
});
