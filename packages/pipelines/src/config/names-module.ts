import type { FraudxConfig } from './config-fields.ts';

/** Whether the feature strategy of a config is the path of a module: a built-in one has no separator. */
export function namesModule({ features }: Pick<FraudxConfig, 'features'>): boolean {
  return /[/\\]/.test(features?.strategy ?? '');
}
