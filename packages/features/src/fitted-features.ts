import type { Frame, JsonValue } from '@fraudx/core';
import { DataError, Matrix, NotFoundError, nameList, nearest, openTimeZone } from '@fraudx/core';
import { BehaviourEngine } from './behaviour/behaviour-engine.ts';
import { behaviourNames } from './behaviour/behaviour-spec.ts';
import { addBehaviour, deriveBehaviour, checkNotDerived } from './behaviour/derive-behaviour.ts';
import type { PastInputs } from './behaviour/past-inputs.ts';
import { pastInputsOf } from './behaviour/past-inputs.ts';
import { millisecondsOf } from './behaviour/time-column.ts';
import { checkTimeKind } from './check-time-kind.ts';
import type { LoadedStrategy } from './custom-strategy.ts';
import { transformStrategy } from './custom-strategy.ts';
import { combine } from './combine.ts';
import { encodeColumn, isCategorical } from './encodings.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { inputsOf, knownCategoriesOf, planSchema, textInputsOf, usedDirectly } from './feature-plan.ts';
import { selectColumns } from './select-columns.ts';
import { withDerived } from './with-derived.ts';

/** Rows in, matrix rows out, in the order of time; remembers what it has seen. */
export interface FeatureStream {
  /**
   * The features of these rows, which become the past of later ones.
   *
   * @throws {DataError} `TIME_NOT_SORTED`: a row before the last one seen (only where behaviour features are used).
   */
  push(frame: Frame): Matrix;
}

/** Transforms learned from training rows: a frame goes in, the model's matrix comes out. Immutable. */
export interface FittedFeatures {
  readonly strategy: string;
  /** Feature names, in matrix order. */
  readonly names: readonly string[];
  /** Columns that a frame must have, in order of first use. */
  readonly inputs: readonly string[];
  /** Inputs that were text in training; read them as categories. */
  readonly categoricalInputs: readonly string[];
  /** Inputs that are features as the numbers they are. */
  readonly numberInputs: readonly string[];
  /** Categories that training had, by input; texts as they stand, numbers in their shortest form. An input that is no category is not there. */
  readonly knownCategories: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether features depend on earlier rows, so that `transform` wants a history. */
  readonly usesPast: boolean;
  /** What they are made of; undefined where no feature depends on earlier rows. */
  readonly past: PastInputs | undefined;
  /** The time column where features are made of it. */
  readonly timeInput: string | undefined;
  /** The frame with the columns that the config derives, each from the row's own values. */
  derive(frame: Frame): Frame;
  /** What that column held in training; undefined where there is none. */
  readonly timeKind: 'timestamp' | 'numeric' | undefined;
  /**
   * The matrix of a frame, nRows × names.length, rows in the frame's order. Missing values and categories unknown in training are NaN;
   * further columns are ignored.
   *
   * Behaviour features see `history` and the frame's own earlier rows; a frame that has all their columns, as `deriveFeatures` gives it,
   * keeps them, where there is no history.
   *
   * @param options - `history`: raw rows not later than the frame's, with labels where known. `rows`: positions of the rows that are transformed, in the
   *   order of the matrix, as if the frame had no others; of the columns only those that are needed are copied. Default all.
   * @throws {DataError} `FEATURE_EXISTS`: some of the behaviour columns are there, or, with a history, any.
   * @throws {DataError} `FEATURE_COLUMNS_MISSING`, naming all absent columns; `FEATURE_KIND` where text stands in a numeric column.
   */
  transform(frame: Frame, options?: { readonly history?: Frame; readonly rows?: Uint32Array }): Matrix;
  /**
   * A replay of raw rows that starts without any past: pushing rows one at a time gives what `transform` of all of them gives. Rows that have
   * behaviour columns already are refused (`FEATURE_EXISTS`).
   */
  stream(): FeatureStream;
  /**
   * The same transforms with these features only, in this order.
   * @throws {NotFoundError} `FEATURE_NOT_FOUND`.
   */
  select(names: readonly string[]): FittedFeatures;
  /** Plain JSON from which {@link parseFittedFeatures} makes an equal object. */
  toJson(): JsonValue;
}

const hourMs = 3_600_000;

function minutesText(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** The time zone of a plan; undefined where none of its features needs one. */
function zoneOf({ features }: FeaturePlan): string | undefined {
  return features
    .map(({ encoding }) => (encoding.kind === 'calendar' ? encoding.zone : undefined))
    .find((zone) => zone !== undefined);
}

/** Refuses a history that reaches beyond the first of the rows: a row would see what comes after it. */
function checkHistory(name: string, history: Frame, frame: Frame, zone: string | undefined): void {
  const past = millisecondsOf(history.column(name)).reduce((most, ms) => (ms > most ? ms : most), -Infinity);
  const first = millisecondsOf(frame.column(name)).reduce((least, ms) => (ms < least ? ms : least), Infinity);
  if (!(past > first)) return;
  const text = (ms: number): string =>
    frame.column(name).kind === 'timestamp' ? new Date(ms).toISOString() : String(ms / 1000);
  const clock = zone === undefined ? undefined : openTimeZone(zone);
  const mayRepeat =
    clock === undefined || [past, first].some((ms) => clock.occurrenceOf(clock.localOf(ms)) === 'twice');
  // Instants that were local times of a zone, or say their offset.
  const isZoned = [history, frame].some((of) => {
    const column = of.column(name);
    return column.kind === 'timestamp' && column.zones !== undefined;
  });
  throw new DataError(
    'HISTORY_TOO_LATE',
    `features: history must end before the rows begin, got history up to ${text(past)} and rows from ${text(first)} ("${name}")`,
    {
      details: { column: name, historyUntil: past, rowsFrom: first },
      hint:
        isZoned && mayRepeat && past - first <= hourMs
          ? `The two overlap by ${minutesText(past - first)}. In the hour before clocks are put back every local time occurs twice, and which of the two it means is settled by the order of the rows in each table alone: write such times with their offset, as in 2025-10-26T02:30:00+01:00, or end the history before that hour. If they do overlap, leave the later rows of the history out.`
          : 'The history holds earlier transactions. Leave its later rows out, or swap the two files.',
    },
  );
}

function checkColumns(frame: Frame, inputs: readonly string[], time: FeaturePlan['time']): void {
  const absent = inputs.filter((name) => !frame.has(name));
  if (absent.length === 0) {
    if (time !== undefined && frame.has(time.input)) checkTimeKind(frame, time.input, time.kind);
    return;
  }
  const near = nearest(absent[0]!, frame.names);
  throw new DataError(
    'FEATURE_COLUMNS_MISSING',
    `features: data must have the columns of training, got none named ${absent.map((name) => `"${name}"`).join(', ')}`,
    {
      details: { columns: absent },
      hint:
        near === undefined
          ? 'Add the columns, from the same source as in training, or take a model that was trained without them.'
          : `The data has "${near}"; rename it if it is the same.`,
    },
  );
}

/** All features of a frame that has the behaviour columns. */
function encodeAll(plan: FeaturePlan, frame: Frame): Matrix {
  const names = plan.features.map((feature) => feature.name);
  const types = plan.features.map(({ encoding }) =>
    encoding.kind !== 'interaction' && isCategorical(encoding) ? 'categorical' : 'numeric',
  );
  const matrix = Matrix.zeros(frame.nRows, names, types);
  plan.features.forEach(({ encoding }, j) => {
    const out = matrix.column(j);
    if (encoding.kind !== 'interaction') {
      encodeColumn(encoding, frame.column(encoding.input), out);
      return;
    }
    const left = matrix.column(names.indexOf(encoding.left));
    const right = matrix.column(names.indexOf(encoding.right));
    for (let i = 0; i < out.length; i++) out[i] = combine(encoding.operation, left[i]!, right[i]!);
  });
  return matrix;
}

/** Puts a plan behind the {@link FittedFeatures} contract. */
export function createFittedFeatures(plan: FeaturePlan, custom?: LoadedStrategy): FittedFeatures {
  const names = plan.selected ?? plan.features.map((feature) => feature.name);
  const inputs = inputsOf(plan);
  const behaviour = plan.behaviour;
  const derivedNames = behaviour === undefined ? [] : behaviourNames(behaviour);
  const encode = (frame: Frame): Matrix => {
    const matrix = encodeAll(plan, withCustom(plan, frame, custom));
    return plan.selected === undefined ? matrix : selectColumns(matrix, plan.selected);
  };
  const alsoRead = [plan.time?.input, behaviour?.target].filter((name) => name !== undefined);
  const needed = (frame: Frame): Frame =>
    plan.custom === undefined
      ? frame.select([...new Set([...inputs, ...derivedNames, ...alsoRead])].filter((name) => frame.has(name)))
      : frame;
  const isDerived = (frame: Frame): boolean => derivedNames.every((name) => frame.has(name));
  const stream = (): FeatureStream => {
    const engine = behaviour === undefined ? undefined : new BehaviourEngine(behaviour);
    return {
      push(frame) {
        checkColumns(frame, inputs, plan.time);
        const all = withDerived(plan, frame);
        if (engine === undefined || behaviour === undefined) return encode(all);
        checkNotDerived(behaviour, all);
        return encode(addBehaviour(engine, behaviour, all));
      },
    };
  };
  return {
    strategy: plan.strategy,
    names,
    inputs,
    usesPast: behaviour !== undefined,
    past: behaviour === undefined ? undefined : pastInputsOf(behaviour),
    timeInput: plan.time?.input,
    timeKind: plan.time?.kind,
    derive: (frame) => withDerived(plan, frame),
    categoricalInputs: textInputsOf(plan),
    knownCategories: knownCategoriesOf(plan),
    numberInputs: inputs.filter((name) =>
      plan.features.some(({ encoding }) => encoding.kind === 'number' && encoding.input === name),
    ),
    transform(given, options = {}) {
      const frame = options.rows === undefined ? given : needed(given).take(options.rows);
      if (behaviour === undefined || (options.history === undefined && isDerived(frame))) {
        checkColumns(
          frame,
          isDerived(frame)
            ? inputs.filter((name) => usedDirectly(plan, name) || plan.custom?.inputs.includes(name))
            : inputs,
          plan.time,
        );
        return encode(withDerived(plan, frame));
      }
      checkColumns(frame, inputs, plan.time);
      const all = withDerived(plan, frame);
      if (options.history === undefined) return encode(deriveBehaviour(behaviour, all));
      checkNotDerived(behaviour, all);
      const engine = new BehaviourEngine(behaviour);
      const history = withDerived(plan, options.history);
      if (plan.time !== undefined) checkTimeKind(history, behaviour.time, plan.time.kind);
      checkHistory(behaviour.time, history, all, zoneOf(plan));
      addBehaviour(engine, behaviour, history, ' of the history');
      return encode(addBehaviour(engine, behaviour, all));
    },
    stream,
    select(wanted) {
      for (const name of wanted) {
        if (names.includes(name)) continue;
        const near = nearest(name, names);
        throw new NotFoundError('FEATURE_NOT_FOUND', `features: feature must exist, got "${name}"`, {
          details: { feature: name },
          hint: near === undefined ? `Features: ${nameList(names)}` : `Did you mean "${near}"?`,
        });
      }
      return createFittedFeatures({ ...plan, selected: [...wanted] }, custom);
    },
    toJson: () => JSON.parse(JSON.stringify(plan)) as JsonValue,
  };
}

/** The frame with the columns of the user's strategy. */
function withCustom(plan: FeaturePlan, frame: Frame, custom: LoadedStrategy | undefined): Frame {
  if (plan.custom === undefined || custom === undefined) return frame;
  const columns = transformStrategy(custom, frame, plan.custom.state);
  const names = columns.map((column) => column.name);
  if (names.join('\n') !== plan.custom.names.join('\n')) {
    throw new DataError(
      'STRATEGY_INVALID',
      `features: strategy must give the columns of training, got ${names.join(', ')}`,
      {
        details: { module: custom.module, expected: plan.custom.names, received: names },
      },
    );
  }
  return columns.reduce((all, column) => all.with(column), frame);
}

/**
 * The user's strategy that fitted features need, before any of its code is loaded; undefined where they need none.
 *
 * @param json - What `toJson` wrote; anything else needs none.
 */
export function neededStrategy(json: unknown): { readonly module: string; readonly sha256: string } | undefined {
  const custom = planSchema.shape.custom.safeParse((json as { readonly custom?: unknown } | null | undefined)?.custom);
  return custom.success && custom.data !== undefined
    ? { module: custom.data.module, sha256: custom.data.sha256 }
    : undefined;
}

/**
 * The fitted features that `toJson` wrote.
 *
 * @param options - `custom`: the user's strategy they were made with; reading runs no code by itself.
 * @throws {DataError} `FITTED_FEATURES_INVALID`, with the first problem; `STRATEGY_NEEDED` where a user's strategy is missing or its
 *   module has changed.
 */
export function parseFittedFeatures(json: unknown, options: { readonly custom?: LoadedStrategy } = {}): FittedFeatures {
  const parsed = planSchema.safeParse(json);
  const problem = parsed.success ? undefined : parsed.error.issues[0]!;
  if (!parsed.success || problem !== undefined) {
    throw new DataError(
      'FITTED_FEATURES_INVALID',
      `json must be fitted features, got a problem at ${problem?.path.join('.') || 'the top'}: ${problem?.message}`,
      { subject: 'parseFittedFeatures' },
    );
  }
  const needed = parsed.data.custom;
  if (needed !== undefined && needed.sha256 !== options.custom?.sha256) {
    const got = options.custom === undefined ? 'none' : 'another version';
    throw new DataError('STRATEGY_NEEDED', `strategy must be the module ${needed.module} of training, got ${got}`, {
      subject: 'parseFittedFeatures',
      details: { module: needed.module, sha256: needed.sha256 },
      hint: 'Its code runs only when it is named: load the module with loadStrategy and give it as custom.',
    });
  }
  return createFittedFeatures(parsed.data, options.custom);
}
