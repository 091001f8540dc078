import { InMemoryRunStore } from './in-memory-run-store.ts';
import { describeRunStoreContract } from './testing/run-store-contract.ts';

describeRunStoreContract('InMemoryRunStore', { open: async () => new InMemoryRunStore() });
