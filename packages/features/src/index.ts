export type { BuildFeaturesOptions } from './build/build-features.ts';
export { buildFeatures } from './build/build-features.ts';
export type { FeatureSpec } from './feature-spec.ts';
export { fitFeatures } from './fit-features.ts';
export type { FittedFeatures } from './fitted-features.ts';
export { parseFittedFeatures } from './fitted-features.ts';
