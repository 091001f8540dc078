import { canonicalJson } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import { defaultLag, samplerCandidates } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import { configFields } from '../config/config-fields.ts';
import { recordedConfig } from '../lineage/recorded-config.ts';
import { parseConstraint } from './metric-constraints.ts';
import { metricsOfText } from './study-objectives.ts';

/** What trials depend on; rows and their order are held by the checksum of the data. */
const keys = (Object.keys(configFields) as (keyof FraudxConfig)[]).filter(
  (key) => configFields[key].effect === 'trials',
);

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths of what is given and not so recorded; what is not given says nothing. */
function differing(given: unknown, recorded: unknown, path: string): string[] {
  if (given === undefined) return [];
  // They belong together.
  if (path === 'tuning.samplerOptions' && recorded !== undefined)
    return canonicalJson(given) === canonicalJson(recorded) ? [] : [path];
  if (isMap(given) && (recorded === undefined || isMap(recorded))) {
    return Object.keys(given).flatMap((key) => differing(given[key], recorded?.[key], `${path}.${key}`));
  }
  return canonicalJson(given) === canonicalJson(recorded ?? null) ? [] : [path];
}

/** The config with its metrics as a list, and its constraints as they are kept, however they were written. */
function withPlainSearch(config: FraudxConfig): FraudxConfig {
  const { metric, constraints } = config.tuning ?? {};
  if (metric === undefined && constraints === undefined) return config;
  const plain = {
    ...(metric === undefined ? {} : { metric: [metric].flat() }),
    ...(constraints === undefined ? {} : { constraints: constraints.map((text) => parseConstraint(text).name) }),
  };
  return { ...config, tuning: { ...config.tuning, ...plain } };
}

/** The strategy of a study as the config names it now: a choice among several stands for the one that was chosen. */
function strategyOf(began: unknown, now: FraudxConfig): unknown {
  const asked = now.tuning?.strategy;
  return asked !== undefined && samplerCandidates(asked).includes(String(began)) ? asked : began;
}

/**
 * What the config says now that a study did not begin with, and that resuming it therefore does not use.
 *
 * @returns Paths of fields, e.g. `sampleWeight` or `split.test`.
 */
export function notResumed(study: Pick<RunRecord, 'runId' | 'lineage' | 'params'>, given: FraudxConfig): string[] {
  const now = withPlainSearch(given);
  const config = recordedConfig(study);
  const { algorithm, metric } = study.params;
  const strategy = strategyOf(study.params['strategy'], now);
  const began = withPlainSearch({
    ...config,
    ...(study.lineage.seed === undefined ? {} : { seed: study.lineage.seed }),
    algorithm: algorithm as NonNullable<FraudxConfig['algorithm']>,
    tuning: {
      trials: 20,
      lag: defaultLag,
      ...config.tuning,
      strategy,
      ...(typeof metric === 'string' ? { metric: metricsOfText(metric) } : {}),
    } as NonNullable<FraudxConfig['tuning']>,
  });
  return keys.flatMap((key) => differing(now[key], began[key], key));
}
