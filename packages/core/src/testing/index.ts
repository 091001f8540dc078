export type { ContractCase } from './contract-case.ts';
export { codeOf } from './contract-case.ts';
