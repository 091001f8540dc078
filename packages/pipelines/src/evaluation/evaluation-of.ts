import type { FraudxConfig } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import { recordedConfig } from '../lineage/recorded-config.ts';
import type { ExperimentSettings } from '../settings.ts';

/**
 * What the evaluation of a run goes by: as the settings say; where they say nothing of it, the costs, currency and the like that the run was trained
 * with. Gates are those of the settings alone.
 */
export function evaluationOf({ config }: ExperimentSettings, record: RunRecord): FraudxConfig['evaluation'] {
  if (config.evaluation !== undefined) return config.evaluation;
  const recorded = recordedConfig(record).evaluation;
  return recorded === undefined ? undefined : { ...recorded, gates: [] };
}
