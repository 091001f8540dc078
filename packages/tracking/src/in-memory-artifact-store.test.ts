import { describe, it } from 'vitest';
import { InMemoryArtifactStore } from './in-memory-artifact-store.ts';
import { artifactStoreContract } from './testing/artifact-store-contract.ts';

describe('InMemoryArtifactStore keeps the contract of ArtifactStore', () => {
  it.each(artifactStoreContract)('$title', ({ run }) => run({ open: async () => new InMemoryArtifactStore() }));
});
