import { ConflictError, InvalidArgumentError, isAddress, withoutSecrets } from '@fraudx/core';
import type { FraudxError } from '@fraudx/core';
import { placeOf } from '@fraudx/core/files';
import { differsFromRun } from '@fraudx/pipelines';
import type { RunRecord } from '@fraudx/tracking';
import type { DatasetOptions } from './setting-flags.ts';
import { flagOf, settingsGiven } from './setting-flags.ts';

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object' || value === null)
    return String((value as string | number | boolean | null | undefined) ?? 'nothing');
  return Object.entries(value)
    .map(([role, column]) => `${role}=${String(column)}`)
    .join(',');
}

const otherStudy = 'all comes from the study. For other settings start another: fraudx tune.';

/** What to do instead, by who refuses. */
const ways = {
  evaluate: 'the rows come from the run. For another split train again: fraudx train.',
  'tune --resume': otherStudy,
  'tune --study': otherStudy,
  sweep: 'a sweep goes on with the rows it began with. For others give it another name: --study.',
} as const;

/** Of a run, flags that are wrong; of a study, a conflict with what it is, as other settings of it are. */
function otherDataset(command: keyof typeof ways, message: string, flag: string): FraudxError {
  const hint = `Leave ${flag} out: ${ways[command]}`;
  if (command === 'evaluate') return new InvalidArgumentError(message, { code: 'OTHER_DATASET', hint });
  return new ConflictError('OTHER_DATASET', message, { hint });
}

/**
 * Refuses flags that say something else than the run: a model is measured on the test rows of its own split, and a study goes on with its own rows.
 *
 * @param command - Who refuses, for the message.
 * @throws {InvalidArgumentError} `OTHER_DATASET`: a flag differs from what the run was trained with.
 * @throws {ConflictError} `OTHER_DATASET`: so it does, and the run is a study.
 */
export function checkSameDataset(
  command: keyof typeof ways,
  options: DatasetOptions,
  run: Pick<RunRecord, 'runId' | 'lineage'>,
): void {
  const other = differsFromRun(run, settingsGiven(options));
  if (other === undefined) return;
  const flag = flagOf(other.key)!;
  throw otherDataset(
    command,
    `${command}: ${flag} must be what ${run.runId} was trained with (${shown(other.trained)}), got ${shown(other.given)}`,
    flag,
  );
}

/**
 * Refuses data that were named for a study which has others: it goes on with its own.
 *
 * @param named - Path or address of the data that flag or environment name; undefined where they name none.
 * @throws {ConflictError} `OTHER_DATASET`.
 */
export function checkSameData(
  command: Exclude<keyof typeof ways, 'evaluate'>,
  named: string | undefined,
  { runId, lineage: { data } }: Pick<RunRecord, 'runId' | 'lineage'>,
): void {
  if (named === undefined || data === undefined) return;
  const placeIs = (path: string): string => (isAddress(path) ? withoutSecrets(path) : placeOf(path));
  if (placeIs(named) === placeIs(data.path)) return;
  throw otherDataset(
    command,
    `${command}: --data must be what ${runId} was begun with (${withoutSecrets(data.path)}), got ${withoutSecrets(named)}`,
    '--data',
  );
}
