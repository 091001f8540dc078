import type { FraudxConfig } from '../config/config-fields.ts';

/** A way to make features that a sweep compares. */
export interface SweepStrategy {
  /** Part of the name of its study, e.g. `temporal`. */
  readonly name: string;
  /** What is laid over the config: `features` key by key, other keys whole. */
  readonly config: Pick<FraudxConfig, 'features' | 'derive' | 'drop' | 'categorical' | 'categoryEncoding'>;
}

/** The strategies that a sweep compares where nothing else is given, the simplest first. */
export const sweepStrategies: readonly SweepStrategy[] = [
  'baseline',
  'temporal',
  'behavioural',
  'demographic_risk',
  'combined',
].map((name) => ({ name, config: { features: { strategy: name } } }));

/** The strategies to compare: the usual ones after what the config names itself, such as a module. */
export function strategiesFor({ features }: FraudxConfig): readonly SweepStrategy[] {
  const own = features?.strategy;
  if (own === undefined || sweepStrategies.some(({ name }) => name === own)) return sweepStrategies;
  const name = own === 'raw' ? own : 'own';
  return [{ name, config: { features: { strategy: own } } }, ...sweepStrategies];
}

/** The config with the features of a strategy. */
export function withStrategy(config: FraudxConfig, strategy: SweepStrategy): FraudxConfig {
  const { features, ...others } = strategy.config;
  return { ...config, ...others, features: { ...config.features, ...features } };
}

/** Which column a strategy lacks in these data, as a text for people; undefined where it lacks none. */
export function lackOf(config: FraudxConfig): string | undefined {
  const { features: { strategy = 'raw' } = {}, time, entity } = config;
  const needsEntity = strategy === 'behavioural' || strategy === 'combined';
  if ((needsEntity || strategy === 'temporal') && time === undefined) return 'needs a time column (time)';
  if (needsEntity && entity === undefined) return 'needs a customer or card column (entity)';
  return undefined;
}

/** Codes of errors by which data refuse a strategy, and not the whole sweep. */
export const refusedByData: ReadonlySet<string> = new Set([
  'FEATURE_EXISTS',
  'FEATURE_ROLE_MISSING',
  'FEATURES_NONE',
  'FEATURES_WITHOUT_TIME',
]);
