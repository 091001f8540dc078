/** Readers of what fraudx keeps: the database, production. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FraudxError } from '@fraudx/core';
import type { LocalWorkspace } from '@fraudx/local';
import { checkStore, openLocalProduction, openLocalWorkspace, repairStore } from '@fraudx/local';
import { ProductionIntegrator, readProductionConfig } from '@fraudx/promotion';
import { parseSearchSpace } from '@fraudx/tuning';
import type { Reader } from './reader.ts';
import { ofFolder } from './reader.ts';

async function makeStore(folder: string): Promise<void> {
  await using workspace = await openLocalWorkspace(folder);
  const { runs, studies } = workspace;
  for (let i = 0; i < 8; i++) {
    const runId = `run-${i}`;
    await runs.createRun({
      runId,
      experiment: 'e',
      kind: 'train',
      startedAt: i,
      lineage: { versions: {}, commandLine: [], config: { target: 'y' } },
      params: { eta: i / 10 },
    });
    const points = Array.from({ length: 5 }, (_, step) => ({
      name: 'loss',
      value: 1 / (step + i + 1),
      step,
      timestamp: 1,
    }));
    await runs.logMetrics(runId, [{ name: 'roc_auc', value: 0.9 + i / 100, step: 0, timestamp: 1 }, ...points]);
    await runs.updateRun(runId, { status: 'finished', endedAt: i + 10 });
  }
  const space = parseSearchSpace({ eta: [0.1, 0.3] });
  await studies.createStudy({
    studyId: 'study-1',
    createdAt: 1,
    spec: { formatVersion: 4, space, sampler: { name: 'random' }, directions: ['maximize'], seed: 1 },
  });
  for (let trial = 0; trial < 6; trial++) {
    const claim = await studies.claimTrial('study-1', { maxTrials: 6, suggest: () => ({ eta: 0.1 }) });
    if (typeof claim !== 'object') throw new Error('a trial must be there to take');
    await studies.report(claim, 1, trial / 9);
    if (trial < 5) await studies.endTrial(claim, { state: 'complete', value: trial / 7, durationMs: 3 });
  }
}

/** All that a store holds, by name; what it refuses to give is left out. */
async function contentOf({ runs, studies }: LocalWorkspace): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const ask = async (name: string, read: () => Promise<unknown>): Promise<void> => {
    try {
      found.set(name, await read());
    } catch (error) {
      if (!(error instanceof FraudxError) || error.kind === 'internal') throw error;
    }
  };
  for (let i = 0; i < 8; i++) {
    await ask(`run-${i}`, () => runs.getRun(`run-${i}`));
    await ask(`points of run-${i}`, () => runs.metricHistory(`run-${i}`, 'loss'));
  }
  await ask('study', () => studies.getStudy('study-1'));
  await ask('trials', () => studies.listTrials('study-1'));
  return found;
}

/** The content of an intact store; the ids and times in it are given. */
let intact: Map<string, unknown> | undefined;

function expectAsWritten(found: ReadonlyMap<string, unknown>, lost: ReadonlySet<string> = new Set()): void {
  for (const [name, content] of found) {
    if (isDeepStrictEqual(content, intact!.get(name)) || lost.has(name)) continue;
    throw new Error(`${name} must be as it was written, got ${JSON.stringify(content)}`);
  }
}

/** Reads, checks or repairs a damaged store: nothing in it may be taken for something else. */
async function readStore(folder: string, way: number): Promise<void> {
  const path = join(folder, 'fraudx.db');
  if (way < 0.3) {
    await checkStore(path);
    return;
  }
  if (way < 0.5) {
    const { historiesLost } = await repairStore(path, 0);
    const problems = await checkStore(path);
    if (problems.length > 0) throw new Error(`a repaired store must be in order, got ${problems.join('; ')}`);
    await using workspace = await openLocalWorkspace(folder);
    expectAsWritten(await contentOf(workspace), new Set(historiesLost.map((run) => `points of ${run}`)));
    return;
  }
  await using workspace = await openLocalWorkspace(folder);
  expectAsWritten(await contentOf(workspace));
  await workspace.studies.listStudies();
  await workspace.runs.queryRuns();
}

async function makeProduction(folder: string): Promise<void> {
  const integrator = new ProductionIntegrator(openLocalProduction(folder));
  for (const eta of [0.1, 0.2]) {
    await integrator.promoteToProduction({
      runId: `run-${eta}`,
      experiment: 'e',
      algorithm: 'xgboost',
      hyperparameters: { eta, max_depth: 3 },
      metrics: { recall: 0.8 },
      evaluation: { decision: 'accepted', gates: [{ gate: 'recall >= 0.5', passed: true }] },
      approvedBy: 'faults',
      trigger: false,
      testedDate: '2026-01-01',
      parameterSchema: [],
    });
  }
}

/** Readers of stores. */
export const storeReaders: readonly Reader[] = [
  ofFolder(
    'fraudx.db',
    async (folder) => {
      await makeStore(folder);
      await using workspace = await openLocalWorkspace(folder);
      intact = await contentOf(workspace);
    },
    (file) => file === 'fraudx.db',
    (folder, _, rng) => readStore(folder, rng.uniform()),
  ),
  ofFolder(
    'production folder (journal, history, parameters, lock)',
    makeProduction,
    () => true,
    async (folder, file, rng) => {
      const integrator = new ProductionIntegrator(openLocalProduction(folder));
      const way = rng.uniform();
      if (way < 0.2) await integrator.rollback();
      else if (way < 0.4) await integrator.resume();
      else if (file.endsWith('.yaml')) readProductionConfig(readFileSync(join(folder, file), 'utf8'));
      await integrator.verifyHistory();
      await integrator.listPromotions();
    },
  ),
];
