import type { Frame, Progress } from '@fraudx/core';
import {
  checkFields,
  DataError,
  entityColumns,
  InvalidArgumentError,
  isRedisAddress,
  nameList,
  nearest,
  NotFoundError,
  withoutSecrets,
} from '@fraudx/core';
import type {
  DataFingerprint,
  LabelValues,
  LabelledRows,
  SplitOfRows,
  SplitPlan,
  TimeSettings,
  ValidationRules,
} from '@fraudx/data';
import {
  foldsOf,
  isByTime,
  labelByRules,
  labelledRows,
  planSplit,
  replacedParts,
  splitLabelled,
  validateFrame,
} from '@fraudx/data';
import type { CostMatrix } from '@fraudx/evaluation';
import { gateConflicts } from '@fraudx/evaluation';
import type { FeatureSpec, LoadedStrategy } from '@fraudx/features';
import { checkCategoryEncoding, deriveFeatures } from '@fraudx/features';
import type { ExperimentSettings } from '../settings.ts';
import { checkSettings } from '../check-calls.ts';
import { developmentRows } from './dataset-rows.ts';
import { assumedCostsNotes } from './assumed-costs.ts';
import { checkAmounts } from './check-amounts.ts';
import { checkDays } from './check-days.ts';
import { checkGates } from './check-gates.ts';
import { labelNotes } from './label-notes.ts';
import { labelValuesOf } from './label-values.ts';
import { builtInStrategy, strategyOf } from './own-strategy.ts';
import { idNotes, plainIds } from './plain-ids.ts';
import { readMeant } from './read-meant.ts';
import { requiredSetting } from './required-setting.ts';
import { checkWeighsBoth, sampleWeightColumn, sampleWeightsOf } from './sample-weights.ts';
import { declaredCategories, searchedEncodings } from './text-columns.ts';

/** A data file read, its labels, and which rows are for what. */
export interface Dataset {
  readonly path: string;
  readonly frame: Frame;
  /** Length nRows; 0 for a row without a label, which is in no part of the split. */
  readonly y: Uint8Array;
  /** Positions of the rows with a label, ascending. */
  readonly labelled: Uint32Array;
  readonly rows: SplitOfRows;
  readonly splitPlan: SplitPlan;
  readonly featureSpec: FeatureSpec;
  /** The user's own strategy, whose columns are added; undefined when none is named. */
  readonly ownStrategy?: LoadedStrategy | undefined;
  readonly fingerprint: DataFingerprint;
  /** How much each row counts in fits, length nRows, by the column `sampleWeight`; undefined where all count the same. */
  readonly sampleWeight?: Float64Array;
  /** The name of that column. */
  readonly weightColumn?: string;
  /** What was noticed while reading, e.g. dates that fit two orders. */
  readonly warnings: readonly string[];
  /** How times are meant, with what the data decided; undefined where they stay as they are read. */
  readonly times?: TimeSettings | undefined;
  /** Which values of the label column mean what; undefined where they are the usual ones. */
  readonly labelValues?: LabelValues | undefined;
  /** What labels that are missing late do to every measurement; undefined where they are not. */
  readonly lateLabels?: string | undefined;
  /** How the threshold is chosen on validation rows, e.g. `best-f1`. */
  readonly thresholdStrategy: string;
  /** Configured costs; undefined when none are. */
  readonly costs: CostMatrix | undefined;
  /** Stands for a missing amount where metrics depend on the amount. */
  readonly missingAmount?: number;
  /** Whether somebody chose the share of fraud in these data, so that a new sample would have the same number of frauds. */
  readonly isCaseControl: boolean;
  /** Of amounts and costs, as configured. */
  readonly currency?: string;
}

function checkRules(frame: Frame, rules: NonNullable<ExperimentSettings['config']['validation']>, path: string): void {
  const { violations } = validateFrame(frame, rules as ValidationRules);
  if (violations.length === 0) return;
  throw new DataError('DATA_RULES_BROKEN', `data: ${violations[0]!.message} of ${path}`, {
    details: { file: path, violations: violations.map(({ message }) => message) },
    hint: `${violations.length} of the rules under "validation:" do not hold.`,
  });
}

/** Refuses named columns that are not there, all of them, by the places that name them. */
function checkNamed(frame: Frame, named: Readonly<Record<string, readonly string[]>>, path: string): void {
  const places = Object.entries(named).map(([by, names]) => ({ by, absent: names.filter((name) => !frame.has(name)) }));
  const wrong = places.filter(({ absent }) => absent.length > 0);
  const first = wrong[0];
  if (first === undefined) return;
  const near = nearest(first.absent[0]!, frame.names);
  const problems = wrong.map(
    ({ by, absent }) => `${by}: columns must exist in ${path}, got ${absent.map((name) => `"${name}"`).join(', ')}`,
  );
  throw new NotFoundError('COLUMN_NOT_FOUND', problems.join('; '), {
    details: {
      column: first.absent[0]!,
      columns: frame.names.slice(0, 50),
      namedBy: first.by,
      settings: wrong.map(({ by }) => by),
    },
    hint: near === undefined ? `Columns: ${nameList(frame.names)}.` : `Did you mean "${near}"?`,
  });
}

/**
 * Reads the data of these settings and splits its rows. Data of a Redis store without a target is labelled by rules: see `labelByRules`.
 *
 * @throws {InvalidArgumentError} Data or target is not given, or a part of the split has one class only.
 * @throws {FraudxError} The file cannot be used; see `readFrame` and `labelledRows`.
 */
export async function loadDataset(
  settings: ExperimentSettings,
  io: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<Dataset> {
  checkSettings('loadDataset', settings);
  checkFields('loadDataset', 'io', io, { progress: 'function', signal: 'object' });
  const source = requiredSetting(settings.data, 'data');
  const path = withoutSecrets(source);
  const isStore = isRedisAddress(source);
  const { config } = settings;
  const dropped = config.drop ?? [];
  const byRules = isStore && config.target === undefined;
  const target = byRules ? 'fraud_by_rules' : requiredSetting(config.target, 'target');
  const thresholdStrategy = config.evaluation?.threshold ?? 'best-f1';
  // before anything long begins
  checkGates(config.evaluation?.gates ?? []);
  const conflicts = gateConflicts(config.evaluation?.gates ?? [], thresholdStrategy);
  const strategy = builtInStrategy(config);
  const own = await strategyOf(settings);
  const weightColumn = sampleWeightColumn({ ...config, target }, own?.strategy.inputs);
  const meant = await readMeant(source, settings, {
    progress: io.progress,
    signal: io.signal,
    target,
    onRead: (asRead) => checkRules(asRead, config.validation ?? {}, path),
  });
  const { frame: read, time, times, notes } = meant;
  const labelValues = labelValuesOf(config);
  const labelled = byRules ? allLabelled(labelByRules(read).y) : labelledRows(read, target, { values: labelValues });
  const labels = new Float64Array(read.nRows).fill(Number.NaN);
  const y = new Uint8Array(read.nRows);
  labelled.rows.forEach((row, i) => {
    labels[row] = labelled.y[i]!;
    y[row] = labelled.y[i]!;
  });
  const frame = read.with({ kind: 'numeric', name: target, values: labels });
  const weighing = weightColumn === undefined ? [] : [weightColumn];
  checkNamed(
    frame,
    {
      [settings.dropNamedBy ?? 'drop']: dropped.filter((name) => !isPandasIndex(name)),
      categorical: config.categorical ?? [],
      sampleWeight: weighing,
    },
    path,
  );
  if (config.drop?.includes(target) === true) {
    throw new InvalidArgumentError(`drop must not name the target, got "${target}"`, {
      details: { column: target, settings: ['drop'] },
      hint: 'The target is never a feature.',
    });
  }
  const { missingAmount, costs } = config.evaluation ?? {};
  checkDays(frame, time, thresholdStrategy);
  const amountNotes = checkAmounts(frame, labelled.rows, { amount: config.amount, costs, missingAmount }, path);
  const drop = dropped.filter((name) => frame.has(name));
  const splitPlan = planSplit(config.split ?? {}, {
    time: config.time,
    seed: settings.seed,
    timeZone: config.timeZone,
  });
  const weights = weightColumn === undefined ? undefined : sampleWeightsOf(frame, weightColumn, labelled.rows, path);
  const ofLabels = labelNotes(labelled, read, { target, time, values: labelValues, splitPlan });
  const rows = splitLabelled(splitPlan, { frame, y, time, entity: entityColumns(config.entity)[0] }, labelled.rows);
  if (weights !== undefined) {
    const fitted = [...foldsOf(rows).map(({ train }) => train), developmentRows(rows)];
    checkWeighsBoth(weightColumn!, weights, y, fitted);
  }
  // In a split by time the time column orders rows; as a feature it could only tell the past from the future.
  const orderOnly = isByTime(splitPlan) && time !== undefined && strategy === 'raw' ? [time] : [];
  // What a time made of several columns says better: years that only grow, clocks.
  const replaced = times.parts === undefined ? [] : replacedParts(times.parts);
  const ids =
    config.drop !== undefined
      ? []
      : plainIds(isStore && frame.has('key') ? frame.drop(['key']) : frame, config, { target, time });
  const featureSpec: FeatureSpec = {
    strategy,
    target,
    // The key of a hash is its name in the store.
    drop: [
      ...new Set([
        ...drop,
        ...weighing,
        ...orderOnly,
        ...replaced,
        ...(config.drop === undefined ? ids : []),
        ...(isStore ? ['key'] : []),
      ]),
    ],
    categorical: declaredCategories(config),
    ...definedOnly({
      categoryEncoding: config.categoryEncoding,
      derive: config.derive,
      time,
      timeZone: config.timeZone,
      entity: config.entity,
      terminal: config.terminal,
      amount: config.amount,
      windowDays: config.features?.windowDays,
      delayDays: config.features?.delayDays,
      select: selectionOf(config.features?.select),
    }),
  };
  checkCategoryEncoding(frame, encodingsNamed(config), featureSpec);
  // Features of past behaviour learn nothing and look back only, so they come before the split: test rows see the training rows before them.
  return {
    path,
    frame: deriveFeatures(frame, featureSpec),
    y,
    labelled: labelled.rows,
    rows,
    splitPlan,
    fingerprint: meant.fingerprint,
    warnings: [
      ...conflicts,
      ...assumedCostsNotes({
        frame,
        amount: config.amount,
        thresholdCosts: costs,
        threshold: thresholdStrategy,
        gateCosts: costs,
        gates: config.evaluation?.gates ?? [],
      }),
      ...notes.reading,
      ...notes.derivation,
      ...amountNotes,
      ...notes.times,
      ...idNotes(ids),
      ...ofLabels.notes,
      ...(ofLabels.late === undefined ? [] : [ofLabels.late]),
    ],
    featureSpec,
    times: meant.settledTimes,
    labelValues,
    lateLabels: ofLabels.late,
    ...(own === undefined ? {} : { ownStrategy: own }),
    ...(weights === undefined ? {} : { sampleWeight: weights, weightColumn: weightColumn! }),
    thresholdStrategy,
    isCaseControl: config.evaluation?.sampling === 'case-control',
    costs,
    ...(missingAmount === undefined ? {} : { missingAmount }),
    ...(config.evaluation?.currency === undefined ? {} : { currency: config.evaluation.currency }),
  };
}

/** Whether a column may have been left out in reading already, because it holds the row labels of a pandas table. */
function isPandasIndex(name: string): boolean {
  return /^__index_level_\d+__$/.test(name);
}

/** Encodings that are fixed, and of those that are searched any one: all name columns of categories. */
function encodingsNamed({
  categoryEncoding = {},
  tuning,
}: ExperimentSettings['config']): Readonly<Record<string, string>> {
  const searched = searchedEncodings(Object.keys(tuning?.space ?? {})).map((column) => [column, 'native'] as const);
  return { ...Object.fromEntries(searched), ...categoryEncoding };
}

function allLabelled(y: Uint8Array): LabelledRows {
  return { rows: Uint32Array.from(y, (_, row) => row), y, unlabelled: 0 };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedOnly<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function selectionOf(
  select: NonNullable<ExperimentSettings['config']['features']>['select'],
): NonNullable<FeatureSpec['select']> | undefined {
  return select === undefined ? undefined : { k: select.k, ...definedOnly({ method: select.method }) };
}
