export type { RunStoreFixture } from './run-store-contract.ts';
export { describeRunStoreContract } from './run-store-contract.ts';
