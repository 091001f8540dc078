import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeTrainingPool } from '@fraudx/models';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { resolveConfig } from '../settings.ts';
import { paymentsCsv } from '../testing/card-payments.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import type { SweepResult } from './run-sweep.ts';
import { runSweep } from './run-sweep.ts';
import { summariseSweep } from './summarise-sweep.ts';
import type { SweepOptions } from './sweep-plan.ts';
import { sweepStrategies } from './sweep-strategies.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-sweep-'));
  await writeFile(join(folder, 'd.csv'), paymentsCsv(900));
});
afterAll(async () => {
  await closeTrainingPool();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => rm(join(folder, 'configs'), { recursive: true, force: true }));

const base: FraudxConfig = {
  data: 'd.csv',
  workers: 1,
  target: 'fraud',
  time: 'time',
  entity: 'card',
  amount: 'amount',
  seed: 3,
};
const small: SweepOptions = {
  rounds: { features: 3, broad: 3, refined: 4, final: 8 },
  trials: { refined: 5 },
  grid: { max_depth: [2, 4], eta: [0.1, 0.3] },
  strategies: sweepStrategies.slice(0, 1),
};

type Memory = ReturnType<typeof memoryWorkspace>;

async function sweep(
  workspace: Memory,
  options: SweepOptions = {},
  { config = {} }: { config?: Partial<FraudxConfig> } = {},
): Promise<SweepResult> {
  return await runSweep(
    resolveConfig({ ...base, ...config }, { folder }),
    { ...small, ...options },
    { openWorkspace: () => Promise.resolve(workspace) },
  );
}

const file = (name: string): string => join(folder, 'configs', name);

describe('a sweep is refused', { timeout: 120_000 }, () => {
  it('with other settings than it was begun with, or other data', async () => {
    const workspace = memoryWorkspace();
    await sweep(workspace, { stage: 'features' });
    const others = { ...small, rounds: { ...small.rounds, features: 4 } };
    await expect(sweep(workspace, others)).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
    await expect(sweep(workspace, {}, { config: { drop: ['shop'] } })).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
    const csv = await readFile(join(folder, 'd.csv'), 'utf8');
    try {
      await writeFile(join(folder, 'd.csv'), paymentsCsv(800));
      await expect(sweep(workspace)).rejects.toMatchObject({ code: 'DATA_CHANGED' });
    } finally {
      await writeFile(join(folder, 'd.csv'), csv);
    }
  });

  it('where it would replace a file of somebody else', async () => {
    await sweep(memoryWorkspace(), { stage: 'features' });
    await sweep(memoryWorkspace(), { stage: 'features', name: 'again' });
    await writeFile(file('final_config.yaml'), 'data: mine.csv\n');
    await expect(sweep(memoryWorkspace())).rejects.toMatchObject({ code: 'SWEEP_FILE_EXISTS' });
    expect(await readFile(file('final_config.yaml'), 'utf8')).toBe('data: mine.csv\n');
  });

  it('with options that cannot be', async () => {
    for (const name of [' a', 'run-1', 'x'.repeat(71)])
      await expect(sweep(memoryWorkspace(), { name })).rejects.toMatchObject({ code: 'SWEEP_NAME' });
    await expect(sweep(memoryWorkspace(), { rounds: { final: 0 } })).rejects.toThrow('rounds.final');
    await expect(sweep(memoryWorkspace(), { grid: {} })).rejects.toThrow('grid');
    await expect(sweep(memoryWorkspace(), { baselineThreshold: Number.NaN })).rejects.toThrow('baselineThreshold');
    const config = { tuning: { metric: 'auc_roc' } };
    await expect(sweep(memoryWorkspace(), {}, { config })).rejects.toMatchObject({ code: 'UNKNOWN_METRIC' });
    const several = { tuning: { metric: ['recall', 'precision'] } };
    await expect(sweep(memoryWorkspace(), {}, { config: several })).rejects.toMatchObject({ code: 'SEVERAL_METRICS' });
    const limited = { tuning: { constraints: ['recall >= 0.1'] } };
    await expect(sweep(memoryWorkspace(), {}, { config: limited })).rejects.toMatchObject({
      code: 'SWEEP_CONSTRAINTS',
    });
    const params = { max_depth: 3, eta: 0.2 };
    await expect(sweep(memoryWorkspace(), {}, { config: { params } })).rejects.toMatchObject({
      code: 'SPACE_ALL_FIXED',
    });
  });
});

describe('summariseSweep', { timeout: 120_000 }, () => {
  it('needs a sweep that has begun', async () => {
    const workspace = memoryWorkspace();
    const summarise = (options: SweepOptions) =>
      summariseSweep(
        resolveConfig(base, { folder }),
        { ...small, ...options },
        {
          openWorkspace: () => Promise.resolve(workspace),
        },
      );
    await expect(summarise({ name: 'none' })).rejects.toMatchObject({ code: 'SWEEP_NOT_FOUND' });
    await sweep(workspace, { name: 'cards', stage: 'features' });
    const summary = await summarise({ name: 'cards', baselineThreshold: 0.99 });
    expect(summary).toMatchObject({ name: 'cards', gate: { state: 'refused' } });
    expect(summary.stages[1]).toMatchObject({ state: 'open', planned: 4, done: 0 });
    expect(await summarise({ name: 'cards' })).toMatchObject({ gate: { state: 'passed', from: 'chance' } });
  });
});
