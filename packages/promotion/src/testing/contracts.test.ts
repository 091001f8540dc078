import { describe, it } from 'vitest';
import { objectStoreContract, parameterStoreContract, pipelineRunnerContract } from './contracts.ts';
import { createInMemoryProduction } from './in-memory-production.ts';

describe('in-memory production keeps the contract:', () => {
  it.each(parameterStoreContract)('parameters: $title', async ({ run }) => {
    await run(createInMemoryProduction().parameters, 'x');
  });
  it.each(objectStoreContract)('objects: $title', async ({ run }) => {
    await run(createInMemoryProduction().objects, 'x');
  });
  it.each(pipelineRunnerContract)('pipeline: $title', async ({ run }) => {
    await run(createInMemoryProduction().pipeline, 'x');
  });
});
