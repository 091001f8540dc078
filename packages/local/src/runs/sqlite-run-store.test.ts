import type { MetricPoint, RunListing, RunOperation, RunRecord } from '@fraudx/tracking';
import { BaseRunStore } from '@fraudx/tracking/store-kit';
import { runStoreContract } from '@fraudx/tracking/testing';
import { describe, it } from 'vitest';
import { SqliteRunStore } from './sqlite-run-store.ts';

/** What a store must have at least, of SQLite's: its queries are then answered by the shared code. */
class ListingStore extends BaseRunStore {
  readonly #store: SqliteRunStore;
  constructor(store: SqliteRunStore) {
    super();
    this.#store = store;
  }
  apply(operation: RunOperation): Promise<void> {
    return this.#store.apply(operation);
  }
  protected readRun(runId: string): Promise<RunRecord | undefined> {
    return this.#store.getRun(runId).then(
      (run) => (run.runId === runId ? run : undefined),
      (error: { code?: string }) => {
        if (error.code === 'RUN_NOT_FOUND' || error.code === 'RUN_ID_AMBIGUOUS') return undefined;
        throw error;
      },
    );
  }
  listRuns(listing?: RunListing): Promise<RunRecord[]> {
    return this.#store.listRuns(listing);
  }
  metricHistory(runId: string, name: string): Promise<MetricPoint[]> {
    return this.#store.metricHistory(runId, name);
  }
  heartbeat(runId: string): Promise<void> {
    return this.#store.heartbeat(runId);
  }
  close(): Promise<void> {
    return this.#store.close();
  }
}

describe('SqliteRunStore keeps the contract of RunStore', () => {
  it.each(runStoreContract)('$title', ({ run }) => run({ open: () => SqliteRunStore.open(':memory:') }));
});

describe('a store that only lists its runs keeps the contract of RunStore', () => {
  it.each(runStoreContract)('$title', ({ run }) =>
    run({ open: async () => new ListingStore(await SqliteRunStore.open(':memory:')), numRuns: 25 }),
  );
});
