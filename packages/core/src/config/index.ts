/** How packages declare their keys of a config; apart from the rest of the package, because schemas take a while to load. */
export type { ConfigEffect, ConfigField, ConfigFields, ConfigOf } from './config-field.ts';
export { about, configField, scalar, text } from './config-field.ts';
export { nameProblem } from './name-problem.ts';
