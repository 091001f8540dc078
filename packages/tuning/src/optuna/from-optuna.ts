import type { JsonValue } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import { activeNames } from '../space/conditions.ts';
import type { Dimension, Params, ParamValue, SearchSpace } from '../space/search-space.ts';
import type { StudySpec } from '../study/study-spec.ts';
import { parseStudySpec, studyFormatVersion } from '../study/study-spec.ts';
import type { TrialRecord, TrialState } from '../study/trial.ts';
import type { OptunaDistribution } from './distributions.ts';
import { dimensionOf, externalOf } from './distributions.ts';
import type { OptunaStudy, OptunaTrial } from './optuna-study.ts';
import { parseTrialRecord, trialJson } from '../storage/trial-json.ts';
import { constraintPrefix, foldValuesAttribute, isMeasured, noMetricsAttribute, specAttribute } from './to-optuna.ts';

/** The sampler of a study that another program ran: it suggests nothing. */
export const importedSampler = 'imported';

/** A study that another program ran. */
export interface ImportedStudy {
  readonly name: string;
  readonly spec: StudySpec;
  /** By number, 0 first. */
  readonly trials: readonly TrialRecord[];
  /** What could not be taken as it was, one sentence each. */
  readonly notes: readonly string[];
}

function bad(source: string, what: string): DataError {
  return new DataError('BAD_OPTUNA_STUDY', `${source}: ${what}`, { details: { source } });
}

/** One dimension for all distributions that a hyperparameter had: the widest range, all choices. */
function joined(name: string, distributions: readonly OptunaDistribution[], source: string): Dimension {
  const dimensions = distributions.map(dimensionOf);
  const [first] = dimensions as [Dimension];
  if (dimensions.some(({ type }) => type !== first.type)) {
    throw bad(source, `${name} must have distributions of one kind, got several`);
  }
  if (first.type === 'categorical') {
    const values = dimensions.flatMap((one) => (one.type === 'categorical' ? one.values : []));
    return { type: 'categorical', values: [...new Set(values)] };
  }
  const ranges = dimensions as Extract<Dimension, { type: 'int' | 'float' }>[];
  const low = ranges.reduce((least, range) => Math.min(least, range.low), Infinity);
  const high = ranges.reduce((most, range) => Math.max(most, range.high), -Infinity);
  const isSame = ranges.every((range) => range.low === low && range.high === high && range.step === ranges[0]!.step);
  const log = ranges.every((range) => range.log) && low > 0;
  if (isSame || first.type === 'int') return { ...ranges[0]!, low, high, log, ...(isSame ? {} : { step: 1 }) };
  return { type: 'float', low, high, log };
}

/** The space of all trials, in the order in which hyperparameters first occur. */
function spaceOf(trials: readonly OptunaTrial[], source: string): SearchSpace {
  const seen = new Map<string, Map<string, OptunaDistribution>>();
  for (const { params } of trials) {
    for (const [name, { distribution }] of Object.entries(params)) {
      const ofName = seen.get(name) ?? new Map<string, OptunaDistribution>();
      ofName.set(JSON.stringify(distribution), distribution);
      seen.set(name, ofName);
    }
  }
  if (seen.size === 0) throw bad(source, 'study must have a trial with hyperparameters, got none');
  return Object.fromEntries([...seen].map(([name, ofName]) => [name, joined(name, [...ofName.values()], source)]));
}

const states: Readonly<Record<OptunaTrial['state'], TrialState>> = {
  COMPLETE: 'complete',
  PRUNED: 'pruned',
  FAIL: 'failed',
  RUNNING: 'interrupted',
  WAITING: 'interrupted',
};

function isScalar(value: unknown): value is ParamValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function paramsOf({ params, systemAttributes }: OptunaTrial, number: number, source: string): Params {
  const known = Object.entries(params).map(([name, { internal, distribution }]) => {
    const value = externalOf(distribution, internal);
    if (value === undefined)
      throw bad(source, `${name} of trial ${number} must be one of its choices, got number ${internal}`);
    return [name, value] as const;
  });
  const fixed = systemAttributes['fixed_params'];
  const asked = Object.entries(typeof fixed === 'object' && fixed !== null ? fixed : {}).filter(
    (entry): entry is [string, ParamValue] => isScalar(entry[1]) && !Object.hasOwn(params, entry[0]),
  );
  return Object.fromEntries([...known, ...asked]);
}

/** What is no measurement among the attributes that `toOptuna` writes. */
const ownAttributes = new Set(['run_id', 'error', 'duration_ms']);

/** What of a study decides how attributes of its trials are read. */
interface AttributeRules {
  /** Whether `toOptuna` wrote it. */
  readonly isOwn: boolean;
  /** Numbers that are no metrics. */
  readonly noMetrics: ReadonlySet<string>;
}

function rulesOf({ userAttributes }: OptunaStudy): AttributeRules {
  const named = userAttributes[noMetricsAttribute];
  const isOwn = userAttributes[specAttribute] !== undefined;
  const names = isOwn && Array.isArray(named) ? (named as readonly JsonValue[]) : [];
  return { isOwn, noMetrics: new Set(names.filter((name) => typeof name === 'string')) };
}

/** Numbers are metrics, other values attributes; of a study that `toOptuna` wrote as they were. */
function attributesOf(
  { userAttributes, state }: OptunaTrial,
  { isOwn, noMetrics }: AttributeRules,
): Pick<TrialRecord, 'metrics' | 'attributes'> {
  const isKnown = (name: string, value: JsonValue): boolean => {
    if (isOwn) return ownAttributes.has(name) || name === foldValuesAttribute;
    // what is read for what it means in our files, too
    return (
      (name === 'duration_ms' && typeof value === 'number') ||
      (name === 'error' && typeof value === 'string' && state !== 'COMPLETE')
    );
  };
  const others = Object.entries(userAttributes).filter(([name, value]) => !isKnown(name, value));
  const isMetric = ([name, value]: [string, JsonValue]): boolean => isMeasured(value) && !noMetrics.has(name);
  const metrics = others.filter(isMetric).map(([name, value]) => [name, Number(value)] as const);
  const attributes = others.filter((one) => !isMetric(one));
  return {
    ...(metrics.length === 0 ? {} : { metrics: Object.fromEntries(metrics) }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
}

/** What folds contributed to the metrics of a trial, as `toOptuna` kept it; nothing where it did not. */
function foldValuesOf({ userAttributes }: OptunaTrial, { isOwn }: AttributeRules): Pick<TrialRecord, 'foldValues'> {
  const kept = userAttributes[foldValuesAttribute];
  if (!isOwn || typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {};
  const found = Object.entries(kept as Readonly<Record<string, JsonValue>>).flatMap(([name, values]) =>
    Array.isArray(values) && values.every(isMeasured) ? [[name, values.map(Number)] as const] : [],
  );
  return found.length === 0 ? {} : { foldValues: Object.fromEntries(found) };
}

/** The constraints of a trial by name, at most 0 where met: those of Optuna 5, and a list as earlier ones wrote it, by place. Infinite ones become the largest numbers. */
function constraintsOf({ systemAttributes }: OptunaTrial): Record<string, number> | undefined {
  const listed = systemAttributes['constraints'];
  const found = [
    ...(Array.isArray(listed) ? listed.map((value, i) => [String(i), value] as const) : []),
    ...Object.entries(systemAttributes).flatMap(([name, value]) =>
      name.startsWith(constraintPrefix) ? [[name.slice(constraintPrefix.length), value] as const] : [],
    ),
  ].flatMap(([name, value]) => {
    const number = typeof value === 'string' && /^-?Infinity$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number) || name === '') return [];
    return [[name, Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, number))] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Durations from here on are no milliseconds: a thousand years. */
const longest = 3.2e13;

type TrialEnd = Omit<TrialRecord, 'trial' | 'params' | 'reports'>;

function endOf(trial: OptunaTrial, directions: number, rules: AttributeRules): TrialEnd {
  const { state, values, userAttributes, start, complete } = trial;
  const { error, duration_ms: duration } = userAttributes;
  const isWhole = values?.length === directions && values.every(Number.isFinite);
  const measured = start === undefined || complete === undefined ? 0 : complete - start;
  const known = typeof duration === 'number' && duration < longest ? duration : measured;
  const base = { ...attributesOf(trial, rules), ...foldValuesOf(trial, rules), durationMs: Math.max(0, known) };
  if (state === 'COMPLETE' && !isWhole)
    return { ...base, state: 'failed', error: `its value was ${values?.join(', ') ?? 'missing'}` };
  const why = typeof error === 'string' ? { error } : {};
  const reached = isWhole ? (directions === 1 ? { value: values[0]! } : { values }) : {};
  if (state === 'PRUNED') return { ...base, ...why, state: 'pruned', ...reached };
  if (state !== 'COMPLETE') return { ...base, ...why, state: states[state] };
  const constraints = constraintsOf(trial);
  return {
    ...base,
    state: 'complete',
    ...reached,
    ...(constraints === undefined ? {} : { constraints }),
  };
}

/** The specification that `toOptuna` kept; undefined where another program ran the study. */
function ownSpec({ userAttributes, directions }: OptunaStudy): StudySpec | undefined {
  const kept = userAttributes[specAttribute];
  if (kept === undefined) return undefined;
  try {
    const spec = parseStudySpec(kept);
    return spec.directions.join() === directions.join() ? spec : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every trial lies in the space. */
function areInside(space: SearchSpace, trials: readonly TrialRecord[]): boolean {
  const dimensions = new Map(Object.entries(space));
  const choices = new Map<string, ReadonlySet<ParamValue>>();
  for (const [name, dimension] of dimensions)
    if (dimension.type === 'categorical') choices.set(name, new Set(dimension.values));
  return trials.every(({ params }) => {
    const entries = Object.entries(params);
    // A trial that is run again needs them all.
    const wanted = activeNames(space, params);
    if (entries.length !== wanted.length || !wanted.every((name) => Object.hasOwn(params, name))) return false;
    return entries.every(([name, value]) => {
      const dimension = dimensions.get(name);
      if (dimension === undefined) return false;
      if (dimension.type === 'fixed') return dimension.value === value;
      if (dimension.type === 'categorical') return choices.get(name)!.has(value);
      return typeof value === 'number' && value >= dimension.low && value <= dimension.high;
    });
  });
}

/** Refuses what no store could read again, such as whole numbers beyond 2^53. */
function checked(study: ImportedStudy, source: string): ImportedStudy {
  const { spec, trials } = study;
  try {
    parseStudySpec(JSON.parse(JSON.stringify(spec)));
    for (const trial of trials) parseTrialRecord(JSON.parse(trialJson(trial)));
    return study;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 300) : String(error);
    throw bad(source, `study must have ranges and numbers that can be kept, got others: ${reason}`);
  }
}

/**
 * A study of Optuna as one of ours. Values, hyperparameters and reports are the same to the last bit; numbers among the user attributes of its trials are their metrics,
 * others their attributes; a pruned trial keeps its value.
 *
 * One that `toOptuna` wrote comes back with its own specification, so that it can go on; another one has the sampler `imported`, which suggests nothing, and a space that
 * holds all its trials. Trials that were running or waiting are interrupted; complete ones without a finite value have failed; `None` becomes the text "None".
 *
 * @param source - Where it came from, for messages.
 * @throws {DataError} `BAD_OPTUNA_STUDY`: no trial has hyperparameters, one has distributions of several kinds, or a choice that does not exist, or numbers that cannot be kept.
 */
export function fromOptuna(study: OptunaStudy, source: string): ImportedStudy {
  const { name, directions } = study;
  if (directions.length === 0) throw bad(source, 'study must have a direction, got none');
  const rules = rulesOf(study);
  const trials = study.trials.map((trial, number): TrialRecord => ({
    trial: number,
    params: paramsOf(trial, number, source),
    ...(trial.intermediate.length === 0 ? {} : { reports: trial.intermediate }),
    ...endOf(trial, directions.length, rules),
  }));
  const spec = ownSpec(study);
  if (spec !== undefined && areInside(spec.space, trials)) return checked({ name, spec, trials, notes: [] }, source);
  const failed = study.trials.filter(({ state }, i) => state === 'COMPLETE' && trials[i]!.state === 'failed').length;
  const open = trials.filter(({ state }) => state === 'interrupted').length;
  const nones = study.trials.some(({ params }) =>
    Object.values(params).some(
      ({ distribution }) => distribution.name === 'CategoricalDistribution' && distribution.choices.includes(null),
    ),
  );
  const constraints = [...new Set(trials.flatMap((trial) => Object.keys(trial.constraints ?? {})))];
  const imported: ImportedStudy = {
    name,
    spec: {
      formatVersion: studyFormatVersion,
      space: spaceOf(study.trials, source),
      sampler: { name: importedSampler },
      directions,
      ...(constraints.length === 0 ? {} : { constraints }),
      seed: 0,
    },
    trials,
    notes: [
      ...(failed === 0 ? [] : [`${failed} complete trials without a finite value count as failed`]),
      ...(open === 0 ? [] : [`${open} trials that had not ended count as interrupted`]),
      ...(nones ? ['None among choices became the text "None"'] : []),
    ],
  };
  return checked(imported, source);
}
