import type { LabelValues } from '@fraudx/data';
import type { FraudxConfig } from '../config/config-fields.ts';

/** Which values of the label column a config says to mean what; undefined where it leaves that to the usual words. */
export function labelValuesOf({
  positive,
  negative,
}: Pick<FraudxConfig, 'positive' | 'negative'>): LabelValues | undefined {
  if (positive === undefined && negative === undefined) return undefined;
  return { positive: (positive ?? []).map(String), negative: (negative ?? []).map(String) };
}
