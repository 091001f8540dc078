export type { ArtifactStoreFixture } from './artifact-store-contract.ts';
export { artifactStoreContract } from './artifact-store-contract.ts';
export type { ContractCase } from '@fraudx/core/testing';
export type { ModelStoreFixture } from './model-store-contract.ts';
export { modelStoreContract } from './model-store-contract.ts';
export { runStoreContract } from './run-store-contract.ts';
export type { RunStoreFixture } from './sample-runs.ts';
