export type { StudyStoreFixture } from './study-store-contract.ts';
export { describeStudyStoreContract } from './study-store-contract.ts';
