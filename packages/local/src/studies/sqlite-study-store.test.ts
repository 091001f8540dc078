import { describeStudyStoreContract } from '@fraudx/tuning/testing';
import { SqliteStudyStore } from './sqlite-study-store.ts';

describeStudyStoreContract('SqliteStudyStore', { open: () => SqliteStudyStore.open(':memory:') });
