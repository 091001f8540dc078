import { describe, it } from 'vitest';
import { InMemoryRunStore } from './in-memory-run-store.ts';
import { runStoreContract } from './testing/run-store-contract.ts';

describe('InMemoryRunStore keeps the contract of RunStore', () => {
  it.each(runStoreContract)('$title', ({ run }) => run({ open: async () => new InMemoryRunStore() }));
});
