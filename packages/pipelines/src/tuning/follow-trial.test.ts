import { TrialPruned } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { followTrial } from './follow-trial.ts';

const signal = new AbortController().signal;
const plan = { metric: 'recall', direction: 'maximize' } as const;

/** Reports of folds that reach these values, until the trial is pruned after `last` of them. */
async function folds(pruner: string, values: readonly number[], last = Infinity) {
  const kept: [number, number][] = [];
  const context = {
    signal,
    report: async (step: number, value: number): Promise<void> => void kept.push([step, value]),
    shouldPrune: async (): Promise<boolean> => kept.length === last,
  };
  const fitted = followTrial({ ...plan, pruner: { name: pruner } }, {}, context, async ({ onFold, watch }) => {
    for (const [fold, recall] of values.entries()) await onFold?.(fold, { recall, f1: 0 }, values.length - fold - 1);
    return watch === undefined ? 'by folds' : 'by rounds';
  });
  return { fitted, kept };
}

describe('followTrial', () => {
  it('reports folds to a pruner that follows folds, and rounds to the others', async () => {
    const { fitted, kept } = await folds('wilcoxon', [0.5, 0.6, 0.4]);
    expect(await fitted).toBe('by folds');
    expect(kept).toEqual([
      [0, 0.5],
      [1, 0.6],
      [2, 0.4],
    ]);
    const rounds = await folds('median', [0.5, 0.6]);
    expect(await rounds.fitted).toBe('by rounds');
    expect(rounds.kept).toEqual([]);
  });

  it('ends the fit behind the fold that it is pruned by', async () => {
    const { fitted, kept } = await folds('wilcoxon', [0.5, 0.6, 0.4], 2);
    await expect(fitted).rejects.toThrow(TrialPruned);
    expect(kept).toHaveLength(2);
    const whole = await folds('wilcoxon', [0.5, 0.6, 0.4], 3);
    expect(await whole.fitted).toBe('by folds');
  });

  it('fits alone where there is no pruner', async () => {
    const context = { signal, report: async () => {}, shouldPrune: async () => true };
    expect(await followTrial(plan, {}, context, async (more) => more)).toEqual({});
  });
});
