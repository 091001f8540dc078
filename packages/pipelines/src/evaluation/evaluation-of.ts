import type { RunRecord } from '@fraudx/tracking';
import type { FraudxConfig } from '../config/config-fields.ts';
import { recordedConfig } from '../lineage/recorded-config.ts';
import type { ExperimentSettings } from '../settings.ts';

/** What a run is measured by, which stays as it was trained unless the settings say otherwise; what it is judged by is the settings' alone. */
const measured = ['costs', 'currency', 'missingAmount', 'sampling'] as const;

/**
 * The settings of the evaluation of a run: gates and thresholds are those of the settings; of costs, currency, substitute for missing amounts and sampling, each
 * is the one that the run was trained with where the settings name none.
 */
export function evaluationOf({ config }: ExperimentSettings, record: RunRecord): FraudxConfig['evaluation'] {
  const recorded: Readonly<Record<string, unknown>> = recordedConfig(record).evaluation ?? {};
  const kept = Object.fromEntries(
    measured.flatMap((key) => (recorded[key] === undefined ? [] : [[key, recorded[key]]])),
  );
  return Object.keys(kept).length === 0 ? config.evaluation : { ...kept, ...config.evaluation };
}
