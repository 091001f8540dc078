export { randomEnsemble, randomRows, randomTree } from './random-ensemble.ts';
export type { RandomTreeShape } from './random-ensemble.ts';
