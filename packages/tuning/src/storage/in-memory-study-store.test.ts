import { describe, it } from 'vitest';
import { studyStoreContract } from '../testing/study-store-contract.ts';
import { InMemoryStudyStore } from './in-memory-study-store.ts';

describe('InMemoryStudyStore keeps the contract of StudyStore', () => {
  it.each(studyStoreContract)('$title', ({ run }) => run({ open: async () => new InMemoryStudyStore() }));
});
