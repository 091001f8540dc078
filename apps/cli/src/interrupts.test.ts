import { describe, expect, it } from 'vitest';
import type { StopSignal } from './interrupts.ts';
import { Interrupts } from './interrupts.ts';

const answers = (signals: readonly (readonly [StopSignal, number])[]): string[] => {
  const interrupts = new Interrupts();
  return signals.map(([name, now]) => interrupts.receive(name, now));
};

describe('Interrupts', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops at the first %s', (name) => {
    expect(answers([[name, 5]])).toEqual(['stop']);
  });

  it('ends at a later Ctrl-C or SIGTERM, also after a lost terminal', () => {
    expect(
      answers([
        ['SIGHUP', 0],
        ['SIGTERM', 1000],
      ]),
    ).toEqual(['stop', 'end']);
  });

  it('takes the signals of a moment for one', () => {
    expect(
      answers([
        ['SIGTERM', 0],
        ['SIGTERM', 2],
        ['SIGINT', 20],
        ['SIGINT', 400],
      ]),
    ).toEqual(['stop', 'ignore', 'ignore', 'end']);
  });

  it('never ends at once because a terminal was lost', () => {
    expect(
      answers([
        ['SIGHUP', 0],
        ['SIGHUP', 1000],
        ['SIGHUP', 9000],
      ]),
    ).toEqual(['stop', 'ignore', 'ignore']);
  });
});
