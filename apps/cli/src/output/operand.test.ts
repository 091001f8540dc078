import { describe, expect, it } from 'vitest';
import { hintOf } from './hint.ts';
import { operand } from './operand.ts';

describe('ids in commands that are proposed', () => {
  it.each([
    ['run-01', 'run-01'],
    ['a b', "'a b'"],
    ['--config=e.yaml', 'ID'],
    ['-h', 'ID'],
  ])('%s is the argument %s', (id, text) => {
    expect(operand(id)).toBe(text);
  });

  it('are values of options, never options', () => {
    const hint = hintOf({ code: 'INTERRUPTED', hint: undefined, details: { study_id: '--help' } });
    expect(hint).toBe('To continue: fraudx tune --resume=--help');
  });
});
