export type { PortCall, PortWatcher } from './faults.ts';
export { dyingPorts, watchPorts } from './faults.ts';
export type { ContractCase } from './contracts.ts';
export { objectStoreContract, parameterStoreContract, pipelineRunnerContract } from './contracts.ts';
export type { ProductionPorts } from './in-memory-production.ts';
export {
  createInMemoryProduction,
  InMemoryObjectStore,
  InMemoryParameterStore,
  InMemoryPipelineRunner,
} from './in-memory-production.ts';
export { sampleRequest } from './sample-request.ts';
