export type { StudyStoreFixture } from './study-store-contract.ts';
export { studyStoreContract } from './study-store-contract.ts';
