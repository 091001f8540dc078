import { describeStudyStoreContract } from '../testing/study-store-contract.ts';
import { InMemoryStudyStore } from './in-memory-study-store.ts';

describeStudyStoreContract('InMemoryStudyStore', { open: async () => new InMemoryStudyStore() });
