import { describeRunStoreContract } from '@fraudx/tracking/testing';
import { SqliteRunStore } from './sqlite-run-store.ts';

describeRunStoreContract('SqliteRunStore', { open: () => SqliteRunStore.open(':memory:') });
