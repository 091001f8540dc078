import { InvalidArgumentError } from '@fraudx/core';
import { findSplit } from './split-registry.ts';
import type { Fold, SplitOfRows, SplitPlan, SplitSettings, SplitSource } from './split-strategy.ts';

/** The strategy that is meant where none is named. */
export function splitNameOf({ strategy }: SplitSettings, time: unknown): string {
  return strategy ?? (time === undefined ? 'stratified' : 'time');
}

/**
 * The plan of a split: what settings say, with the defaults of the strategy.
 *
 * @param time - The time column, or undefined: with one the default strategy is `time`.
 * @throws {InvalidArgumentError} A setting is of another strategy, or two contradict each other.
 */
export function planSplit(
  settings: SplitSettings,
  { time, seed, timeZone }: { readonly time: unknown; readonly seed: number; readonly timeZone?: string | undefined },
): SplitPlan {
  const strategy = findSplit(splitNameOf(settings, time));
  const unused = (Object.keys(settings) as (keyof SplitSettings)[]).find(
    (key) => key !== 'strategy' && settings[key] !== undefined && !strategy.settings.includes(key),
  );
  if (unused !== undefined) {
    throw new InvalidArgumentError(
      `split.${unused} must be left out of a ${strategy.name} split, got ${String(settings[unused])}`,
      { details: { settings: [`split.${unused}`] }, hint: strategy.settingsHint },
    );
  }
  return {
    strategy: strategy.name,
    settings: strategy.complete(settings),
    seed,
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** Every fold of a split, the latest first. */
export function foldsOf(rows: SplitOfRows): readonly Fold[] {
  return [rows, ...(rows.earlierFolds ?? [])];
}

/** Whether test rows are later than all training rows. */
export function isByTime({ strategy }: Pick<SplitPlan, 'strategy'>): boolean {
  return findSplit(strategy).isByTime;
}

/** The plan and row counts, as written to records. */
export function describeSplit({
  splitPlan: plan,
  rows,
}: {
  readonly splitPlan: SplitPlan;
  readonly rows: SplitOfRows;
}): Record<string, string | number> {
  return {
    strategy: plan.strategy,
    ...findSplit(plan.strategy).describe(plan, rows),
    seed: plan.seed,
    train_rows: rows.train.length,
    validation_rows: rows.validation.length,
    test_rows: rows.test.length,
    ...(rows.final === undefined ? {} : { final_train_rows: rows.final.length }),
  };
}

/**
 * Divides the rows of a dataset.
 *
 * @throws {InvalidArgumentError} A column that the strategy needs is missing or of another kind, or a set has one class only.
 */
export function splitDataset(plan: SplitPlan, source: SplitSource): SplitOfRows {
  const rows = findSplit(plan.strategy).divide(plan, source);
  const { y } = source;
  for (const [i, fold] of foldsOf(rows).entries()) {
    const of = rows.earlierFolds === undefined ? '' : ` of fold ${i + 1}`;
    checkBothClasses(y, fold.train, `training rows${of}`, plan);
    checkBothClasses(y, fold.validation, `validation rows${of}`, plan);
  }
  checkBothClasses(y, rows.final ?? rows.train, 'training rows', plan);
  checkBothClasses(y, rows.test, 'test rows', plan);
  return rows;
}

function checkBothClasses(y: Uint8Array, rows: Uint32Array, set: string, { strategy }: SplitPlan): void {
  let positives = 0;
  for (const row of rows) positives += y[row]!;
  if (positives > 0 && positives < rows.length) return;
  const { settings, hint } = findSplit(strategy).oneClass;
  throw new InvalidArgumentError(
    `split: ${set} must hold both classes, got ${positives} frauds in ${rows.length} rows`,
    { code: 'SPLIT_ONE_CLASS', details: { settings: [...settings] }, hint },
  );
}

/** The error with the row as the file counts it. */
function withRowOf(error: unknown, labelled: Uint32Array): unknown {
  if (!(error instanceof InvalidArgumentError) || typeof error.details['row'] !== 'number') return error;
  const row = labelled[error.details['row'] - 1]! + 1;
  return new InvalidArgumentError(error.statement.replace(/data row \d+/, `data row ${row}`), {
    subject: error.subject,
    code: error.code,
    details: { ...error.details, row },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

/**
 * Divides the rows with a label; the others are in no set, since nothing can be learned from them or measured on them.
 *
 * @param source - The whole dataset; `y` of rows without a label counts for nothing.
 * @param labelled - Positions of the rows with a label, ascending.
 * @throws {InvalidArgumentError} As {@link splitDataset}.
 */
export function splitLabelled(plan: SplitPlan, source: SplitSource, labelled: Uint32Array): SplitOfRows {
  const { frame, y, time, entity } = source;
  if (labelled.length === frame.nRows) return splitDataset(plan, source);
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
    split = splitDataset(plan, known);
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
