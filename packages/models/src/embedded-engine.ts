import type { EngineInfo } from './estimator.ts';

/**
 * The engine of this toolkit. Its version is raised whenever the same data, parameters and seed give other trees.
 */
export const embeddedEngine: EngineInfo = { name: 'embedded', version: '1' };
