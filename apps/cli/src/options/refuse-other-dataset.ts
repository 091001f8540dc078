import type { FraudxConfig } from '@fraudx/core';
import { canonicalJson, entityColumns, InvalidArgumentError } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import { periodsOf, recordedConfig } from '@fraudx/pipelines';
import type { DatasetOptions } from './dataset-options.ts';

function firstTrainingDay({ lineage }: Pick<RunRecord, 'lineage'>): string | undefined {
  const day = (lineage.split as Readonly<Record<string, unknown>> | undefined)?.['train_from'];
  return typeof day === 'string' ? day : undefined;
}

type Said = string | number | readonly (string | number | boolean)[] | object | undefined;

/**
 * Refuses flags that say something else than the run: a model is measured on the test rows of its own split, and a study goes on with its own rows.
 *
 * @param command - Who refuses, for the message.
 * @throws {InvalidArgumentError} `OTHER_DATASET`: a flag differs from what the run was trained with.
 */
export function refuseOtherDataset(
  command: 'evaluate' | 'tune --resume',
  options: DatasetOptions,
  run: Pick<RunRecord, 'runId' | 'lineage'>,
): void {
  const recorded = recordedConfig(run);
  const periods = recorded.split?.strategy === 'prequential' ? periodsOf(recorded.split) : undefined;
  const pairs: readonly (readonly [string, Said, Said])[] = [
    ['--target', options.target, recorded.target],
    ['--drop', options.drop, recorded.drop],
    ['--categorical', options.categorical, recorded.categorical],
    ['--time', options.time, recorded.time],
    ['--time-unit', options.timeUnit, recorded.timeUnit],
    ['--time-zone', options.timeZone, recorded.timeZone],
    ['--positive', options.positive, recorded.positive?.map(String)],
    ['--negative', options.negative, recorded.negative?.map(String)],
    ['--amount', options.amount, recorded.amount],
    ['--sample-weight', options.sampleWeight, recorded.sampleWeight],
    ['--encoding', options.encoding, recorded.encoding],
    ['--decimal-mark', options.decimalMark, recorded.decimalMark],
    ['--date-order', options.dateOrder, recorded.dateOrder],
    // A flag adds to the texts that mean "no value": those that are known already change nothing.
    ['--missing', newMarkers(options.missing, recorded.missing?.map(String)), recorded.missing?.map(String)],
    ['--split', options.split, recorded.split?.strategy ?? (recorded.time === undefined ? 'stratified' : 'time')],
    ['--test-fold', options.testFold, recorded.split?.testFold],
    ['--test-size', options.testSize, recorded.split?.test ?? 0.2],
    ['--validation-size', options.validationSize, recorded.split?.validation ?? 0.2],
    ['--entity', entitySaid(options.entity), entitySaid(recorded.entity)],
    ['--train-days', options.trainDays, periods?.trainDays],
    ['--delay-days', options.delayDays, periods?.delayDays],
    ['--test-days', options.testDays, periods?.testDays],
    ['--folds', options.folds, periods?.folds],
    ['--train-from', options.trainFrom, firstTrainingDay(run)],
    ['--seed', options.seed, run.lineage.seed ?? recorded.seed ?? 42],
  ];
  for (const [flag, given, trained] of pairs) {
    if (given === undefined || canonicalJson(given) === canonicalJson(trained ?? null)) continue;
    const text = (value: Said): string => {
      if (Array.isArray(value)) return value.join(',');
      if (typeof value !== 'object') return String(value ?? 'nothing');
      return Object.entries(value)
        .map(([part, column]) => `${part}=${column}`)
        .join(',');
    };
    throw new InvalidArgumentError(
      `${command}: ${flag} must be what ${run.runId} was trained with (${text(trained)}), got ${text(given)}`,
      {
        code: 'OTHER_DATASET',
        hint: `Leave ${flag} out: ${command === 'evaluate' ? 'the rows come from the run. For another split train again: fraudx train.' : 'all comes from the study. For something else begin another: fraudx tune.'}`,
      },
    );
  }
}

/** One column is the same whether it stands in a list or not. */
function entitySaid(entity: FraudxConfig['entity']): Said {
  const columns = entityColumns(entity);
  return columns.length === 0 ? undefined : columns;
}

/** The texts of a flag where some were not known at training; undefined where all were. */
function newMarkers(
  flag: readonly string[] | undefined,
  recorded: readonly string[] = [],
): readonly string[] | undefined {
  return flag?.every((text) => recorded.includes(text)) === true ? undefined : flag;
}
