import { canonicalJson, entityColumns } from '@fraudx/core';
import { findSplit, splitNameOf } from '@fraudx/data';
import type { RunRecord } from '@fraudx/tracking';
import type { RecordedConfig } from '../lineage/recorded-config.ts';
import { recordedConfig } from '../lineage/recorded-config.ts';

/** A setting that differs from what a run was trained with. */
export interface OtherSetting {
  /** Its key in a config, one below a section as `split.test`. */
  readonly key: string;
  readonly trained: unknown;
  readonly given: unknown;
}

/** Settings that say nothing of what a model learned, or whose module is compared by its content: where the data and the module are now, how runs are grouped. */
const surroundings = new Set(['data', 'experiment', 'workers', 'features.strategy']);

function firstTrainingDay({ lineage }: Pick<RunRecord, 'lineage'>): string | undefined {
  const day = (lineage.split as Readonly<Record<string, unknown>> | undefined)?.['train_from'];
  return typeof day === 'string' ? day : undefined;
}

/** One column is the same whether it stands in a list or not. */
function entityValue(entity: string | readonly string[] | undefined): readonly string[] | undefined {
  const columns = entityColumns(entity);
  return columns.length === 0 ? undefined : columns;
}

/** What a run was trained with; some keys a config does not hold as they are given. */
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

/** What is given, as {@link trainedWith} has it. Texts that mean "no value" are added to: those that are known already change nothing. */
function givenValue(key: string, given: unknown, trained: unknown): unknown {
  if (key === 'entity') return entityValue(given as string | string[]);
  const isKnown =
    key === 'missing' && (given as string[]).every((text) => (trained as string[] | undefined)?.includes(text));
  return isKnown ? undefined : given;
}

/**
 * The first setting that differs from what a run was trained with; undefined where none does. Defaults are the same as nothing given.
 *
 * @param settings - By their keys in a config, such as `split.test`.
 * @throws {InvalidArgumentError} `RECORDED_CONFIG`: the record of the run cannot be read.
 */
export function differsFromRun(
  run: Pick<RunRecord, 'runId' | 'lineage'>,
  settings: ReadonlyMap<string, unknown>,
): OtherSetting | undefined {
  const recorded = recordedConfig(run);
  for (const [key, value] of settings) {
    if (surroundings.has(key)) continue;
    const trained = trainedWith(key, run, recorded);
    const given = givenValue(key, value, trained);
    if (given === undefined || canonicalJson(given) === canonicalJson(trained ?? null)) continue;
    return { key, trained, given };
  }
  return undefined;
}
