import { describe, expect, it } from 'vitest';
import type { Candidate } from '../training/fit.ts';
import { BestCandidate } from './best-candidate.ts';

const candidate = (threshold: number): Candidate => ({ threshold }) as unknown as Candidate;

describe('BestCandidate', () => {
  it.each([
    ['maximize', 2],
    ['minimize', 0],
  ] as const)('keeps the one that the study will choose: %s', (direction, winner) => {
    const best = new BestCandidate(direction);
    const values = [0.1, 0.5, 0.9, Number.NaN, 0.9, 0.1];
    // trials end in any order
    for (const trial of [5, 3, 4, 0, 2, 1]) best.offer(trial, values[trial]!, candidate(trial));
    expect(best.of(winner)?.threshold).toBe(winner);
    for (const trial of [1, 3, 4, 5]) expect(best.of(trial)).toBeUndefined();
  });

  it('has none before a trial was measured', () => {
    expect(new BestCandidate('maximize').of(0)).toBeUndefined();
  });
});
