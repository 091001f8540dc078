import { FraudxError, InvalidArgumentError } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import type { FraudxConfig } from '../config/config-fields.ts';
import { parseConfig } from '../config/index.ts';

/** The config of a run, as far as a record may say it: what was learned from what, not where anything is reached. */
export type RecordedConfig = Omit<FraudxConfig, 'aws' | 'promotion' | 'tracking'>;

type Recorded = Pick<RunRecord, 'runId' | 'lineage'>;

/** Records do not change, and a command asks for the config of one many times. */
const known = new WeakMap<Recorded['lineage'], RecordedConfig>();

/**
 * The config of a run or study, checked as that of a file is: a record can come from elsewhere as a file can.
 *
 * How AWS and production are reached and where runs lie is left out: requests carry credentials, which go where the present settings say.
 *
 * @throws {InvalidArgumentError} `RECORDED_CONFIG`: it is no config that this version of fraudx knows.
 */
export function recordedConfig({ runId, lineage }: Recorded): RecordedConfig {
  const found = known.get(lineage);
  if (found !== undefined) return found;
  let config: FraudxConfig;
  try {
    config = parseConfig(lineage.config, `config of ${runId}`);
  } catch (error) {
    if (!(error instanceof FraudxError)) throw error;
    throw new InvalidArgumentError(error.statement, {
      subject: error.subject,
      code: 'RECORDED_CONFIG',
      details: { ...error.details, runId },
      hint: 'Its record was changed, or another version of fraudx wrote it. Train again.',
      cause: error,
    });
  }
  const { aws: _aws, promotion: _promotion, tracking: _tracking, ...recorded } = config;
  known.set(lineage, recorded);
  return recorded;
}

/** Whether {@link recordedConfig} can be had. */
export function hasRecordedConfig(run: Recorded): boolean {
  try {
    recordedConfig(run);
    return true;
  } catch (error) {
    if (error instanceof FraudxError) return false;
    throw error;
  }
}

/** A recorded config that is worked with now: AWS and production are reached as the present settings say. */
export function reopenedConfig(run: Recorded, { aws, promotion, tracking }: FraudxConfig): FraudxConfig {
  return {
    ...recordedConfig(run),
    ...(aws === undefined ? {} : { aws }),
    ...(promotion === undefined ? {} : { promotion }),
    ...(tracking === undefined ? {} : { tracking }),
  };
}
