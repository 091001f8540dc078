import { createManualClock, StateError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ExperimentTracker } from './experiment-tracker.ts';
import { InMemoryArtifactStore } from './in-memory-artifact-store.ts';
import { InMemoryRunStore } from './in-memory-run-store.ts';
import type { RunLineage } from './run-lineage.ts';

const lineage: RunLineage = { versions: { fraudx: '0.0.0' }, commandLine: ['fraudx', 'train'], config: {} };

function setUp(experiment = 'fraud'): {
  tracker: ExperimentTracker;
  store: InMemoryRunStore;
  clock: ReturnType<typeof createManualClock>;
} {
  const store = new InMemoryRunStore();
  const clock = createManualClock(1_000_000);
  return {
    store,
    clock,
    tracker: new ExperimentTracker({ store, artifacts: new InMemoryArtifactStore(), experiment, clock }),
  };
}

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));

const lineages: fc.Arbitrary<RunLineage> = fc.record(
  {
    git: fc.record({ commit: hex(40), dirty: fc.boolean() }, { noNullPrototype: true }),
    data: fc.record(
      { path: fc.string(), sha256: hex(64), rows: fc.nat(), columns: fc.array(fc.string()) },
      { noNullPrototype: true },
    ),
    split: fc.constantFrom({ strategy: 'time', test: 0.2 }, null),
    seed: fc.nat(),
    engine: fc.constant({ name: 'embedded', version: '1.0.0' }),
    versions: fc.constant({ fraudx: '0.0.0', node: '24' }),
    commandLine: fc.array(fc.string()),
    config: fc.constantFrom({ algorithm: 'xgboost' }, null, [1, 'a']),
  },
  { requiredKeys: ['versions', 'commandLine', 'config'], noNullPrototype: true },
);

const scalar = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
);
const names = fc.constantFrom('max_depth', 'eta', 'num_round', 'roc auc');

describe('ExperimentTracker', () => {
  it('keeps the metadata of a run complete (property 11)', async () => {
    await fc.assert(
      fc.asyncProperty(
        lineages,
        fc.dictionary(names, scalar, { noNullPrototype: true }),
        fc.dictionary(
          names,
          fc.double().map((x) => x + 0),
          { noNullPrototype: true },
        ),
        async (origin, params, metrics) => {
          const { tracker, clock } = setUp();
          const run = await tracker.startExperiment({ lineage: origin, name: 'n', tags: { team: 'x' } });
          await run.logParameters(params);
          await run.logMetrics(metrics);
          clock.advance(5);
          const artifact = await run.logArtifact('report.txt', new TextEncoder().encode('hello'));
          await run.endRun();
          const [record] = await tracker.queryExperiments();
          expect(record).toEqual({
            runId: run.id,
            experiment: 'fraud',
            name: 'n',
            kind: 'train',
            status: 'finished',
            startedAt: 1_000_000,
            endedAt: 1_000_005,
            params,
            metrics,
            tags: { team: 'x' },
            artifacts: [artifact],
            lineage: { ...origin, formatVersion: 1 },
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives every run another id (property 12)', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (n) => {
        const { tracker } = setUp();
        const runs = await Promise.all(Array.from({ length: n }, () => tracker.startExperiment({ lineage })));
        for (const run of runs) {
          expect(seen.has(run.id)).toBe(false);
          seen.add(run.id);
          await run.endRun();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('counts steps for each metric where none is given', async () => {
    const { tracker, store } = setUp();
    const run = await tracker.startExperiment({ lineage });
    await run.logMetrics({ a: 1, b: 1 });
    await run.logMetrics({ a: 2 });
    await run.logMetrics({ a: 3 }, 9);
    await run.logMetrics({ a: 4, b: 2 });
    expect((await store.metricHistory(run.id, 'a')).map(({ step, value }) => [step, value])).toEqual([
      [0, 1],
      [1, 2],
      [9, 3],
      [10, 4],
    ]);
    expect((await run.read()).metrics).toEqual({ a: 4, b: 2 });
    await run.endRun();
  });

  it('refuses to log after the end', async () => {
    const { tracker } = setUp();
    const run = await tracker.startExperiment({ lineage });
    await run.endRun('interrupted', new Error('stopped'));
    await expect(run.logMetrics({ a: 1 })).rejects.toThrow(StateError);
    await expect(run.endRun()).rejects.toThrow(StateError);
    expect(await run.read()).toMatchObject({ status: 'interrupted', error: 'stopped' });
  });

  it('ends a run that is left without an end as failed', async () => {
    const { tracker } = setUp();
    {
      await using run = await tracker.startExperiment({ lineage });
      await run.logMetrics({ a: 1 });
    }
    expect((await tracker.queryExperiments())[0]).toMatchObject({ status: 'failed', error: 'left without an end' });
  });

  it('sends heartbeats until the end', async () => {
    vi.useFakeTimers();
    const { tracker, store } = setUp();
    const heartbeat = vi.spyOn(store, 'heartbeat').mockRejectedValue(new Error('down'));
    const run = await tracker.startExperiment({ lineage });
    await vi.advanceTimersByTimeAsync(31_000);
    expect(heartbeat).toHaveBeenCalledTimes(2);
    await run.endRun();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heartbeat).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('looks in its own experiment unless told otherwise', async () => {
    const { tracker, store } = setUp();
    const other = new ExperimentTracker({ store, artifacts: new InMemoryArtifactStore(), experiment: 'other' });
    const run = await other.startExperiment({ lineage });
    expect(await tracker.queryExperiments()).toEqual([]);
    expect(await tracker.queryExperiments({ experiment: 'other' })).toHaveLength(1);
    await run.endRun();
  });
});
