import type { Frame } from '@fraudx/core';
import { canonicalJson, dayText, InvalidArgumentError } from '@fraudx/core';
import { splitPrequential, splitRows } from '@fraudx/data';
import type { PrequentialChoice, SplitChoice } from './split-choice.ts';

/** Training and validation rows of one fold. */
export interface Fold {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/** Row positions of one split; `train` and `validation` are those of the latest fold. */
export interface SplitOfRows extends Fold {
  readonly test: Uint32Array;
  /** Rows of the final fit where they are not training and validation rows together. */
  readonly final?: Uint32Array;
  /** Validation folds before the latest one, later ones first. */
  readonly earlierFolds?: readonly Fold[];
  /** Where the periods begin and how many rows of known cards were left out. */
  readonly periods?: Readonly<Record<string, string | number>>;
}

/** Every fold of a split, the latest first. */
export function foldsOf(rows: SplitOfRows): readonly Fold[] {
  return [rows, ...(rows.earlierFolds ?? [])];
}

/** The split spec and row counts, as written to records. */
export function describeSplit({
  splitSpec: spec,
  rows,
}: {
  readonly splitSpec: SplitChoice;
  readonly rows: SplitOfRows;
}): Record<string, string | number> {
  const counts = {
    seed: spec.seed,
    train_rows: rows.train.length,
    validation_rows: rows.validation.length,
    test_rows: rows.test.length,
  };
  if (spec.strategy === 'prequential') {
    return {
      strategy: spec.strategy,
      train_days: spec.trainDays,
      delay_days: spec.delayDays,
      test_days: spec.testDays,
      folds: spec.folds,
      ...rows.periods,
      time_zone: spec.timeZone ?? 'UTC',
      ...counts,
      final_train_rows: rows.final!.length,
    };
  }
  return {
    strategy: spec.strategy,
    test_size: spec.test,
    validation_size: spec.validation,
    ...(spec.testFold === undefined ? {} : { test_fold: `${spec.testFold.modulus}:${spec.testFold.remainder}` }),
    ...counts,
  };
}

/** What {@link splitDataset} reads. */
export interface SplitSource {
  readonly frame: Frame;
  readonly y: Uint8Array;
  /** Name of the time column. */
  readonly time: string | undefined;
  /** Name of the customer or card column. */
  readonly entity: string | undefined;
}

/**
 * Divides the rows of a dataset.
 *
 * @throws {InvalidArgumentError} A column that the strategy needs is missing or of another kind, or a part has one class only.
 */
export function splitDataset(spec: SplitChoice, source: SplitSource): SplitOfRows {
  const rows: SplitOfRows =
    spec.strategy === 'prequential'
      ? prequential(spec, source)
      : splitRows(spec, {
          y: source.y,
          ...(spec.strategy === 'time' && source.time !== undefined ? { time: timeOf(source, source.time) } : {}),
          ...(spec.strategy === 'grouped' ? { entity: entityOf(source, spec.strategy) } : {}),
        });
  const { y } = source;
  for (const [i, fold] of foldsOf(rows).entries()) {
    const of = rows.earlierFolds === undefined ? '' : ` of fold ${i + 1}`;
    checkBothClasses(y, fold.train, `training rows${of}`, spec);
    checkBothClasses(y, fold.validation, `validation rows${of}`, spec);
  }
  checkBothClasses(y, rows.final ?? rows.train, 'training rows', spec);
  checkBothClasses(y, rows.test, 'test rows', spec);
  return rows;
}

/** The error with the row as the file counts it. */
function withRowOf(error: unknown, labelled: Uint32Array): unknown {
  if (!(error instanceof InvalidArgumentError) || typeof error.details['row'] !== 'number') return error;
  const row = labelled[error.details['row'] - 1]! + 1;
  return new InvalidArgumentError(error.message.replace(/data row \d+/, `data row ${row}`), {
    code: error.code,
    details: { ...error.details, row },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

/**
 * Divides the rows with a label; the others are in no part, since nothing can be learned from them or measured on them.
 *
 * @param source - The whole dataset; `y` of rows without a label counts for nothing.
 * @param labelled - Positions of the rows with a label, ascending.
 * @throws {InvalidArgumentError} As {@link splitDataset}.
 */
export function splitLabelled(spec: SplitChoice, source: SplitSource, labelled: Uint32Array): SplitOfRows {
  const { frame, y, time, entity } = source;
  if (labelled.length === frame.nRows) return splitDataset(spec, source);
  const names = [time, entity].filter((name) => name !== undefined && frame.has(name)) as string[];
  const back = (rows: Uint32Array): Uint32Array => rows.map((row) => labelled[row]!);
  const foldBack = ({ train, validation }: Fold): Fold => ({ train: back(train), validation: back(validation) });
  const known = {
    ...source,
    frame: frame.select([...new Set(names)]).take(labelled),
    y: Uint8Array.from(labelled, (row) => y[row]!),
  };
  let split: SplitOfRows;
  try {
    split = splitDataset(spec, known);
  } catch (error) {
    throw withRowOf(error, labelled);
  }
  return {
    ...split,
    ...foldBack(split),
    test: back(split.test),
    ...(split.final === undefined ? {} : { final: back(split.final) }),
    ...(split.earlierFolds === undefined ? {} : { earlierFolds: split.earlierFolds.map(foldBack) }),
  };
}

function checkBothClasses(y: Uint8Array, rows: Uint32Array, part: string, { strategy }: SplitChoice): void {
  let positives = 0;
  for (const row of rows) positives += y[row]!;
  if (positives > 0 && positives < rows.length) return;
  const decisive: Readonly<Record<string, string[]>> = {
    time: ['split.validation', 'split.test', 'split.strategy'],
    prequential: ['split.trainDays', 'split.testDays', 'split.folds', 'split.trainFrom'],
  };
  const hints: Readonly<Record<string, string>> = {
    time: 'Use more data, a larger share for this subset, or a stratified split.',
    prequential: 'Use longer periods (trainDays, testDays), fewer folds or another first day (trainFrom).',
  };
  throw new InvalidArgumentError(
    `split: ${part} must hold both classes, got ${positives} frauds in ${rows.length} rows`,
    {
      code: 'SPLIT_ONE_CLASS',
      details: { settings: decisive[strategy] ?? ['split.validation', 'split.test'] },
      hint: hints[strategy] ?? 'Use more data, or larger shares for validation and test.',
    },
  );
}

function prequential(spec: PrequentialChoice, source: SplitSource): SplitOfRows {
  if (source.time === undefined) {
    throw new InvalidArgumentError('time must be given for a prequential split, got nothing', {
      code: 'MISSING_OPTION',
      details: { settings: ['time'] },
      hint: 'Name the column with the time of the transaction ("time:").',
    });
  }
  const column = source.frame.column(source.time);
  if (column.kind !== 'timestamp') {
    throw new InvalidArgumentError(
      `time: column "${source.time}" must hold dates for a prequential split, got ${column.kind === 'numeric' ? 'numbers' : 'text'}`,
      {
        details: { column: source.time, settings: ['dateOrder', 'timeUnit'] },
        hint: 'Its periods are days. Write times as ISO 8601: 2026-01-31 14:05:09; where 03/04/2026 could mean two days, say which (dateOrder); say what numbers count (timeUnit).',
      },
    );
  }
  const { trainFrom: from, ...plan } = spec;
  const entity = entityOf(source, spec.strategy);
  const parts = splitPrequential(
    { time: column.values, y: source.y, entity },
    { ...plan, ...(from === undefined ? {} : { trainFrom: Date.parse(`${from}T00:00:00Z`) / 86_400_000 }) },
  );
  const [latest, ...earlierFolds] = parts.folds;
  return {
    ...latest!,
    test: parts.test,
    final: parts.train,
    ...(earlierFolds.length === 0 ? {} : { earlierFolds }),
    periods: {
      train_from: dayText(parts.trainFrom),
      test_from: dayText(parts.testFrom),
      validation_train_from: dayText(latest!.trainFrom),
      validation_from: dayText(latest!.validationFrom),
      test_rows_of_known_cards: parts.dropped,
    },
  };
}

function timeOf({ frame }: SplitSource, name: string): Float64Array {
  const column = frame.column(name);
  if (column.kind === 'categorical') {
    throw new InvalidArgumentError(`time: column "${name}" must hold numbers or timestamps, got text`, {
      hint: 'Write times as ISO 8601 (2026-01-31 14:05:09) or as numbers.',
    });
  }
  return column.values;
}

function entityOf({ frame, entity }: SplitSource, strategy: string): ArrayLike<number> {
  if (entity === undefined) {
    throw new InvalidArgumentError(`entity must be given for a ${strategy} split, got nothing`, {
      code: 'MISSING_OPTION',
      details: { settings: ['entity'] },
      hint: 'Name the column of the customer or card ("entity:").',
    });
  }
  const column = frame.column(entity);
  return column.kind === 'categorical' ? column.codes : numbered(column.values);
}

/** Ids as numbers >= 0, since a negative one would count as unknown; a missing id stays NaN. */
function numbered(ids: Float64Array): Float64Array {
  if (!ids.some((id) => id < 0)) return ids;
  const numbers = new Map<number, number>();
  return ids.map((id) => {
    if (Number.isNaN(id)) return id;
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  });
}

/** The rows that a model was tested on, as far as its manifest tells; the seed does not matter where time divides them. */
export function testedOn(dataSha256: string, split: Readonly<Record<string, unknown>>, byTime: boolean): string {
  const { seed, time_zone: zone, ...periods } = split;
  // Models of earlier versions had days of UTC and did not say so.
  const days = zone === undefined || zone === 'UTC' ? {} : { zone };
  return canonicalJson({ dataSha256, ...periods, ...days, ...(byTime ? {} : { seed }) });
}
