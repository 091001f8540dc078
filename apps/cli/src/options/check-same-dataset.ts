import { canonicalJson, entityColumns, InvalidArgumentError } from '@fraudx/core';
import type { RecordedConfig } from '@fraudx/pipelines';
import { findSplit, splitNameOf } from '@fraudx/data';
import { recordedConfig } from '@fraudx/pipelines';
import type { RunRecord } from '@fraudx/tracking';
import type { DatasetOptions } from './setting-flags.ts';
import { flagOf, settingsGiven } from './setting-flags.ts';

function firstTrainingDay({ lineage }: Pick<RunRecord, 'lineage'>): string | undefined {
  const day = (lineage.split as Readonly<Record<string, unknown>> | undefined)?.['train_from'];
  return typeof day === 'string' ? day : undefined;
}

/** Flags that say nothing of what a model learned: where the data is now, and how runs are grouped. */
const surroundings = new Set(['data', 'experiment']);

/** What a run was trained with, for the keys that a config does not hold as they are given. */
function trainedWith(key: string, run: Pick<RunRecord, 'lineage'>, recorded: RecordedConfig): unknown {
  const { split = {} } = recorded;
  const [section, name] = key.split('.') as [keyof RecordedConfig, string | undefined];
  switch (key) {
    case 'entity':
      return entityValue(recorded.entity);
    case 'renameDuplicates':
      return recorded.renameDuplicates ?? false;
    case 'seed':
      return run.lineage.seed ?? recorded.seed ?? 42;
    case 'split.strategy':
      return splitNameOf(split, recorded.time);
    case 'split.trainFrom':
      return firstTrainingDay(run);
    default: {
      const whole =
        section === 'split' ? findSplit(splitNameOf(split, recorded.time)).complete(split) : recorded[section];
      const value: unknown =
        name === undefined ? whole : (whole as Readonly<Record<string, unknown>> | undefined)?.[name];
      return Array.isArray(value) ? value.map(String) : value;
    }
  }
}

/** What a flag says, as {@link trainedWith} has it. A flag of texts that mean "no value" adds some: those that are known already change nothing. */
function givenValue(key: string, given: unknown, trained: unknown): unknown {
  if (key === 'entity') return entityValue(given as string | string[]);
  const known =
    key === 'missing' && (given as string[]).every((text) => (trained as string[] | undefined)?.includes(text));
  return known ? undefined : given;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object' || value === null)
    return String((value as string | number | boolean | null | undefined) ?? 'nothing');
  return Object.entries(value)
    .map(([role, column]) => `${role}=${String(column)}`)
    .join(',');
}

/**
 * Refuses flags that say something else than the run: a model is measured on the test rows of its own split, and a study goes on with its own rows.
 *
 * @param command - Who refuses, for the message.
 * @throws {InvalidArgumentError} `OTHER_DATASET`: a flag differs from what the run was trained with.
 */
export function checkSameDataset(
  command: 'evaluate' | 'tune --resume',
  options: DatasetOptions,
  run: Pick<RunRecord, 'runId' | 'lineage'>,
): void {
  const recorded = recordedConfig(run);
  for (const [key, value] of settingsGiven(options)) {
    if (surroundings.has(key)) continue;
    const trained = trainedWith(key, run, recorded);
    const given = givenValue(key, value, trained);
    if (given === undefined || canonicalJson(given) === canonicalJson(trained ?? null)) continue;
    const flag = flagOf(key)!;
    throw new InvalidArgumentError(
      `${command}: ${flag} must be what ${run.runId} was trained with (${shown(trained)}), got ${shown(given)}`,
      {
        code: 'OTHER_DATASET',
        hint: `Leave ${flag} out: ${command === 'evaluate' ? 'the rows come from the run. For another split train again: fraudx train.' : 'all comes from the study. For something else begin another: fraudx tune.'}`,
      },
    );
  }
}

/** One column is the same whether it stands in a list or not. */
function entityValue(entity: string | readonly string[] | undefined): readonly string[] | undefined {
  const columns = entityColumns(entity);
  return columns.length === 0 ? undefined : columns;
}
