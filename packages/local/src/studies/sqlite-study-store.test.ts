import { describe, it } from 'vitest';
import { studyStoreContract } from '@fraudx/tuning/testing';
import { SqliteStudyStore } from './sqlite-study-store.ts';

describe('SqliteStudyStore keeps the contract of StudyStore', () => {
  it.each(studyStoreContract)('$title', ({ run }) => run({ open: () => SqliteStudyStore.open(':memory:') }));
});
