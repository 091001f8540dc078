import type { FeaturePlan } from './feature-plan.ts';

type Feature = FeaturePlan['features'][number];

/** The features with `_2` added to names that come again. */
export function withDistinctNames(features: readonly Feature[]): Feature[] {
  const taken = new Set<string>();
  return features.map((feature) => {
    let name = feature.name;
    while (taken.has(name)) name = `${name}_2`;
    taken.add(name);
    return name === feature.name ? feature : { ...feature, name };
  });
}
