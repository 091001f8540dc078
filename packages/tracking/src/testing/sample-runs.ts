import { createId } from '@fraudx/core';
import type { NewRun, RunRecord } from '../run-record.ts';
import type { RunStore } from '../run-store.ts';
import type { RunPlan } from './run-arbitraries.ts';

/** How a contract suite gets a store. */
export interface RunStoreFixture {
  /** A new store without runs. */
  readonly open: (this: void) => Promise<RunStore>;
  /** Runs of a property; default 100. */
  readonly numRuns?: number;
}

/** A lineage with every field. */
export const sampleLineage: NewRun['lineage'] = {
  git: { commit: 'a'.repeat(40), dirty: true },
  data: { path: 'data.csv', sha256: '0'.repeat(64), rows: 3, columns: ['amount', 'fraud'] },
  split: { strategy: 'stratified', test: 0.2 },
  seed: 42,
  engine: { name: 'embedded', version: '1' },
  versions: { fraudx: '0.0.0', node: '24' },
  commandLine: ['fraudx', 'train'],
  config: { algorithm: 'xgboost', nested: [1, null, { deep: true }] },
};

/** A run that can be created. */
export function sampleRun(part: Partial<NewRun> = {}): NewRun {
  const runId = createId('run');
  return { runId, experiment: 'default', kind: 'train', startedAt: 1000, lineage: sampleLineage, ...part };
}

/** Opens a store, does `work` with it and closes it. */
export async function withStore<T>({ open }: RunStoreFixture, work: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Records a run as planned. */
export async function recordPlan(store: RunStore, plan: RunPlan): Promise<RunRecord> {
  const { runId } = await store.createRun({ ...plan.run, runId: createId('run') });
  await store.logMetrics(runId, plan.metrics);
  if (plan.end !== undefined) await store.updateRun(runId, { status: plan.end, endedAt: 7 });
  return await store.getRun(runId);
}
