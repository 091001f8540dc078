import { describe, it } from 'vitest';
import { InMemoryModelStore } from './in-memory-model-store.ts';
import { modelStoreContract } from './testing/model-store-contract.ts';

describe('InMemoryModelStore keeps the contract of ModelStore', () => {
  it.each(modelStoreContract)('$title', ({ run }) => run({ open: async () => new InMemoryModelStore() }));
});
