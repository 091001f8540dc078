import type { FraudxConfig } from '@fraudx/core';
import { canonicalJson } from '@fraudx/core';
import { recordedConfig } from '../lineage/recorded-config.ts';
import type { RunRecord } from '@fraudx/tracking';

/** What trials depend on; rows and their order are held by the checksum of the data. */
const keys = [
  'target',
  'time',
  'entity',
  'terminal',
  'amount',
  'sampleWeight',
  'drop',
  'categorical',
  'categoryEncoding',
  'missing',
  'seed',
  'split',
  'features',
  'algorithm',
  'params',
  'tuning',
] as const satisfies readonly (keyof FraudxConfig)[];

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths of what is given and not so recorded; what is not given says nothing. */
function differing(given: unknown, recorded: unknown, path: string): string[] {
  if (given === undefined) return [];
  if (isMap(given) && (recorded === undefined || isMap(recorded))) {
    return Object.keys(given).flatMap((key) => differing(given[key], recorded?.[key], `${path}.${key}`));
  }
  return canonicalJson(given) === canonicalJson(recorded ?? null) ? [] : [path];
}

/**
 * What the config says now that a study did not begin with, and that resuming it therefore does not use.
 *
 * @returns Paths of fields, e.g. `sampleWeight` or `split.test`.
 */
export function notResumed(study: Pick<RunRecord, 'runId' | 'lineage' | 'params'>, now: FraudxConfig): string[] {
  const config = recordedConfig(study);
  const { algorithm, strategy, metric } = study.params;
  const began: FraudxConfig = {
    ...config,
    ...(study.lineage.seed === undefined ? {} : { seed: study.lineage.seed }),
    algorithm: algorithm as NonNullable<FraudxConfig['algorithm']>,
    tuning: { trials: 20, ...config.tuning, strategy, metric } as NonNullable<FraudxConfig['tuning']>,
  };
  return keys.flatMap((key) => differing(now[key], began[key], key));
}
