export { makeMixedRows, plainRules, plainSpec } from './mixed-rows.ts';
export { makeNumericRows } from './numeric-rows.ts';
export { randomEnsemble, randomRows, randomTree } from './random-ensemble.ts';
export type { RandomTreeShape } from './random-ensemble.ts';
export { stump } from './stump.ts';
