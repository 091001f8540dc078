import { TrialPruned } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { RoundReports } from './round-reports.ts';
import { roundsPerReport } from './rounds-per-report.ts';
import type { StudyPlan } from './study-plan.ts';

const signal = new AbortController().signal;
const plan = (metric: string, direction: 'maximize' | 'minimize'): StudyPlan =>
  ({ metric, direction }) as unknown as StudyPlan;

/** A fit of so many rounds that reaches their number; each round takes a turn of the event loop. */
async function boost(reports: RoundReports, rounds: number): Promise<number> {
  for (let iteration = 0; iteration < rounds; iteration++) {
    if (reports.signal.aborted) throw new Error('stopped');
    reports.onIteration({ iteration, total: rounds, metric: { name: 'aucpr', value: iteration + 1 } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return rounds;
}

describe('RoundReports', () => {
  it('reports every ten rounds, in the direction of the study', async () => {
    const kept: [number, number][] = [];
    const report = async (step: number, value: number): Promise<void> => void kept.push([step, value]);
    const shouldPrune = async (): Promise<boolean> => false;
    const up = new RoundReports(plan('recall', 'maximize'), {}, { report, shouldPrune, signal });
    expect(up.evalMetric).toBe('average_precision');
    expect(await up.follow(() => boost(up, 25))).toBe(25);
    const given = { eval_metric: 'logloss' };
    const down = new RoundReports(plan('recall', 'maximize'), given, { report, shouldPrune, signal });
    expect(down.evalMetric).toBe('logloss');
    await down.follow(() => boost(down, 10));
    expect(kept).toEqual([
      [roundsPerReport, 10],
      [20, 20],
      [10, -10],
    ]);
    const loss = new RoundReports(plan('log_loss', 'minimize'), {}, { report, shouldPrune, signal });
    expect(loss.evalMetric).toBe('logloss');
  });

  it('drops what the fit did beyond the report that it is pruned by', async () => {
    for (const delay of [0, 1, 5, 200]) {
      const kept: number[] = [];
      const report = async (step: number): Promise<void> => {
        for (let i = 0; i < delay; i++) await new Promise((resolve) => setImmediate(resolve));
        kept.push(step);
      };
      const reports = new RoundReports(
        plan('average_precision', 'maximize'),
        {},
        {
          report,
          shouldPrune: async () => kept.length === 3,
          signal,
        },
      );
      await expect(reports.follow(() => boost(reports, 100))).rejects.toThrow(TrialPruned);
      expect(kept).toEqual([10, 20, 30]);
    }
  });

  it('passes on what the store and the fit throw', async () => {
    const broken = new RoundReports(
      plan('average_precision', 'maximize'),
      {},
      {
        report: () => Promise.reject(new Error('disk full')),
        shouldPrune: async () => false,
        signal,
      },
    );
    await expect(broken.follow(() => boost(broken, 100))).rejects.toThrow('disk full');
    const failing = new RoundReports(
      plan('average_precision', 'maximize'),
      {},
      {
        report: async () => {},
        shouldPrune: async () => false,
        signal,
      },
    );
    await expect(failing.follow(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  });
});
