import type { Frame, Matrix } from '@fraudx/core';
import { entityColumns, InvalidArgumentError, nameList, openTimeZone, ShapeError } from '@fraudx/core';
import { identityEncoding, knotsOf } from './identity-encoding.ts';
import type { BehaviourSpec } from './behaviour/behaviour-spec.ts';
import { behaviourNames } from './behaviour/behaviour-spec.ts';
import { deriveBehaviour } from './behaviour/derive-behaviour.ts';
import type { LoadedStrategy } from './custom-strategy.ts';
import { fitStrategy, transformStrategy } from './custom-strategy.ts';
import { checkCategoryEncoding, encodeCategories } from './category-encoding.ts';
import { timeKindOf } from './check-time-kind.ts';
import type { CalendarPart } from './encodings.ts';
import { allCalendarParts } from './encodings.ts';
import { addDerivedColumns, derivedInputs, neededDerivations } from './derived/derived-columns.ts';
import type { BehaviourOptions, EngineerColumns, Interaction } from './engineer-options.ts';
import type { FeaturePlan } from './feature-plan.ts';
import { inputsOf } from './feature-plan.ts';
import type { FittedFeatures } from './fitted-features.ts';
import { withDistinctNames } from './distinct-names.ts';
import { createFittedFeatures } from './fitted-features.ts';
import { fitTargetRates, outOfFoldRates } from './target-rates.ts';

/** Fitted features with the matrix of the training rows. */
export interface FitTransformResult {
  readonly features: FittedFeatures;
  /** Like `features.transform(train)`, except that encodings of the label are out-of-fold: no row sees its own label. */
  readonly x: Matrix;
}

type Step = (train: Frame, y: Uint8Array, made: readonly Feature[]) => Feature[];
type Feature = FeaturePlan['features'][number];

/**
 * Plans features step by step, then learns them from training rows.
 *
 * Each `create…` method adds a step and returns the engineer; nothing is computed before `fit`. The result is data: it is saved with the
 * model and replayed at prediction.
 *
 * @example
 * new FeatureEngineer({ target: 'fraud', time: 'when', amount: 'eur' }).createTimeFeatures().createAmountFeatures();
 */
export class FeatureEngineer {
  readonly #columns: EngineerColumns;
  readonly #steps: Step[] = [];
  #behaviour: BehaviourSpec | undefined;
  readonly #custom: LoadedStrategy | undefined;

  /** @param custom - A user's strategy; its columns stand beside the raw ones for every step. */
  constructor(columns: EngineerColumns, custom?: LoadedStrategy) {
    this.#columns = columns;
    this.#custom = custom;
  }

  /** Columns as they are: numbers, categories as codes, times as seconds. Target and dropped columns never; `without`: further ones. */
  keepColumns(without: readonly (string | undefined)[] = []): this {
    this.#steps.push((train, y) => {
      const { target, drop = [], categorical = [], categoryEncoding = {} } = this.#columns;
      const derived = this.#behaviour === undefined ? [] : behaviourNames(this.#behaviour);
      const out = new Set([target, ...drop, ...without, ...derived]);
      // an id that is no feature by itself is one where its encoding is named
      for (const name of Object.keys(categoryEncoding)) out.delete(name);
      return train.columns
        .filter((column) => !out.has(column.name))
        .flatMap((column): readonly Feature[] => {
          const encoding = Object.hasOwn(categoryEncoding, column.name) ? categoryEncoding[column.name] : undefined;
          if (encoding !== undefined) return encodeCategories(column, y, encoding);
          return [{ name: column.name, encoding: identityEncoding(column, categorical) }];
        });
    });
    return this;
  }

  /** Parts of the time: hour, weekday (Monday 0), weekend, night (hour <= 6), day of month, hour and weekday on the circle, in `timeZone`. */
  createTimeFeatures(parts: readonly CalendarPart[] = allCalendarParts): this {
    const input = this.#role('time', 'createTimeFeatures');
    const { timeZone } = this.#columns;
    const zone = timeZone === undefined ? {} : { zone: openTimeZone(timeZone).name };
    this.#steps.push(() =>
      parts.map((part) => ({
        name: `${input}_${part.replace('-', '_')}`,
        encoding: { kind: 'calendar', input, part, ...zone },
      })),
    );
    return this;
  }

  /**
   * Of the amount: signed log, percentile among training rows, cents, whether whole, whether a multiple of 10.
   *
   * Negative amounts (refunds, reversals) are amounts: the log is −log(1 + |a|), cents are those above the next lower whole number, percentiles keep
   * the order. Where they are errors, `validation: { amount: { min: 0 } }` in `fraudx.yaml` refuses them by row.
   */
  createAmountFeatures(
    kinds: readonly ('log' | 'percentile' | 'cents' | 'whole' | 'tens')[] = [
      'log',
      'percentile',
      'cents',
      'whole',
      'tens',
    ],
  ): this {
    const input = this.#role('amount', 'createAmountFeatures');
    this.#steps.push((train) =>
      kinds.map((kind): Feature => {
        const name = `${input}_${kind}`;
        if (kind === 'whole' || kind === 'tens')
          return { name, encoding: { kind: 'round', input, unit: kind === 'whole' ? 1 : 10 } };
        if (kind !== 'percentile') return { name, encoding: { kind, input } };
        const column = train.column(input);
        const knots = column.kind === 'categorical' ? [0] : knotsOf(column.values);
        return { name, encoding: { kind, input, knots } };
      }),
    );
    return this;
  }

  /**
   * Past windows of customer and terminal, or of each of several entities; see `buildFeatures` for the columns. Default statistics: all but `sum`.
   * Without a column of amounts those of amounts are left out.
   *
   * Labels are used only when older than `delayDays`.
   */
  createBehaviourFeatures(options: BehaviourOptions = {}): this {
    const { target, terminal, amount } = this.#columns;
    const spec: BehaviourSpec = {
      time: this.#role('time', 'createBehaviourFeatures'),
      entity: this.#role('entity', 'createBehaviourFeatures'),
      ...(amount === undefined ? {} : { amount }),
      ...(terminal === undefined ? {} : { terminal }),
      target,
      windowDays: [...(options.windowDays ?? [1, 7, 30])],
      delayDays: options.delayDays ?? 7,
      statistics: [
        ...(options.statistics ??
          (['count', 'mean', 'max', 'std', 'distinct', 'velocity', 'deviation', 'since_last', 'risk'] as const)),
      ],
    };
    this.#behaviour = spec;
    this.#steps.push(() => behaviourNames(spec).map((name) => ({ name, encoding: { kind: 'number', input: name } })));
    return this;
  }

  /** The smoothed fraud rate of each category, learned on training rows; training rows themselves see out-of-fold rates. */
  createRiskEncodings(columns?: readonly string[]): this {
    this.#steps.push((train, y) => {
      const { target, drop = [], categorical = [], time, entity, terminal } = this.#columns;
      // Ids are not groups: a rate per id would see the id's later labels, and depend on whether it is written as text.
      const ids = [time, ...entityColumns(entity), terminal];
      const names =
        columns ??
        train.columns
          .filter((column) => column.kind === 'categorical' || categorical.includes(column.name))
          .map((column) => column.name)
          .filter((name) => name !== target && !drop.includes(name) && !ids.includes(name));
      if (names.includes(target)) {
        throw new InvalidArgumentError(`columns must not name the target, got "${target}"`, {
          subject: 'createRiskEncodings',
        });
      }
      return names.map((name) => ({ name: `${name}_risk`, encoding: fitTargetRates(train.column(name), y) }));
    });
    return this;
  }

  /** Products, ratios or differences of features made by earlier steps. */
  createInteractionFeatures(interactions: readonly Interaction[]): this {
    this.#steps.push((_train, _y, made) => {
      const names = new Set(made.map((feature) => feature.name));
      return interactions.map(({ left, right, operation = 'product' }) => {
        for (const name of [left, right]) {
          if (names.has(name)) continue;
          throw new InvalidArgumentError(`feature must be made before, got "${name}"`, {
            subject: 'createInteractionFeatures',
            hint: `Features so far: ${nameList([...names])}`,
          });
        }
        const sign = { product: 'times', ratio: 'over', difference: 'minus' }[operation];
        return { name: `${left}_${sign}_${right}`, encoding: { kind: 'interaction', operation, left, right } };
      });
    });
    return this;
  }

  /**
   * The frame with derived columns and those of {@link createBehaviourFeatures}, which learn nothing; do this before splitting rows.
   *
   * @throws {DataError} `FEATURE_EXISTS`: the frame has columns with such names.
   */
  derive(frame: Frame): Frame {
    const all = this.#derived(frame);
    return this.#behaviour === undefined ? all : deriveBehaviour(this.#behaviour, all);
  }

  /**
   * Learns from training rows only.
   *
   * @param y - Labels 0/1, length nRows.
   * @param strategy - Recorded with the features. Default `custom`.
   * @throws {NotFoundError} `COLUMN_NOT_FOUND`: a column named in a role.
   * @throws {InvalidArgumentError} `FEATURES_NONE`: nothing is left to learn from.
   * @throws {ShapeError} `y` has another length.
   */
  fit(rawTrain: Frame, y: Uint8Array, strategy = 'custom'): FittedFeatures {
    const { nRows } = rawTrain;
    if (y.length !== nRows)
      throw new ShapeError(`y must have ${nRows} rows, got ${y.length}`, { subject: 'fitFeatures' });
    const train = this.#derived(rawTrain);
    const { time, entity, terminal, amount, drop = [], categorical = [] } = this.#columns;
    for (const name of [time, ...entityColumns(entity), terminal, amount, ...drop, ...categorical]) {
      if (name !== undefined) train.column(name);
    }
    checkCategoryEncoding(train, this.#columns.categoryEncoding ?? {}, this.#columns);
    const custom = this.#fitCustom(train, y);
    const rows = custom === undefined ? train : custom.frame;
    let made: Feature[] = [];
    for (const step of this.#steps) made = withDistinctNames([...made, ...step(rows, y, made)]);
    if (made.length === 0) {
      throw new InvalidArgumentError('data must have a column beside target and dropped ones, got none', {
        subject: 'fitFeatures',
        code: 'FEATURES_NONE',
        hint: 'Drop fewer columns.',
      });
    }
    const textIds = [...entityColumns(entity), terminal].filter(
      (name) => name !== undefined && train.column(name).kind === 'categorical',
    ) as string[];
    const usesTime = this.#behaviour !== undefined || made.some(({ encoding }) => encoding.kind === 'calendar');
    const kind = time === undefined || !usesTime ? undefined : timeKindOf(train, time);
    const plan: FeaturePlan = {
      formatVersion: 1,
      strategy,
      ...(kind === undefined ? {} : { time: { input: time!, kind } }),
      ...(this.#behaviour === undefined ? {} : { behaviour: this.#behaviour, textIds }),
      ...(custom === undefined ? {} : { custom: custom.plan }),
      features: made,
    };
    return createFittedFeatures({ ...plan, ...this.#derivedPlan(rawTrain, inputsOf(plan)) }, this.#custom);
  }

  #derived(frame: Frame): Frame {
    const { derive, timeZone } = this.#columns;
    if (derive === undefined) return frame;
    const zone = openTimeZone(timeZone);
    return addDerivedColumns(frame, derive, { clock: (ms) => zone.localOf(ms) }).frame;
  }

  /** Derived columns that are used, directly or by others: what only made a column that is left out need not be there at prediction. */
  #derivedPlan(train: Frame, used: readonly string[]): Pick<FeaturePlan, 'derived'> {
    const { timeZone } = this.#columns;
    const derive = neededDerivations(this.#columns.derive ?? {}, used);
    if (Object.keys(derive).length === 0) return {};
    const inputs = derivedInputs(derive);
    const texts = inputs.filter((name) => train.column(name).kind === 'categorical');
    const columns = Object.entries(derive).map(([name, expression]) => ({ name, expression }));
    return { derived: { columns, inputs: [...inputs], texts, ...(timeZone === undefined ? {} : { zone: timeZone }) } };
  }

  #fitCustom(
    train: Frame,
    y: Uint8Array,
  ): { readonly frame: Frame; readonly plan: NonNullable<FeaturePlan['custom']> } | undefined {
    if (this.#custom === undefined) return undefined;
    const { strategy, module, sha256 } = this.#custom;
    const state = fitStrategy(this.#custom, train, y, this.#columns.target) as NonNullable<
      FeaturePlan['custom']
    >['state'];
    const columns = transformStrategy(this.#custom, train, state);
    const names = columns.map((column) => column.name);
    const frame = columns.reduce((all, column) => all.with(column), train);
    return { frame, plan: { module, sha256, state, inputs: [...strategy.inputs], names } };
  }

  /** Fits, and gives the training matrix with out-of-fold encodings; see {@link FitTransformResult}. */
  fitTransform(train: Frame, y: Uint8Array, strategy = 'custom'): FitTransformResult {
    const features = this.fit(train, y, strategy);
    const x = features.transform(train);
    const rows = this.#derived(train);
    const plan = features.toJson() as unknown as FeaturePlan;
    for (const { name, encoding } of plan.features) {
      if (encoding.kind !== 'target-rate') continue;
      const rates = outOfFoldRates(rows.column(encoding.input), y, encoding.missing !== undefined);
      x.column(x.names.indexOf(name)).set(rates);
    }
    return { features, x };
  }

  #role<R extends 'time' | 'entity' | 'amount'>(role: R, owner: string): NonNullable<EngineerColumns[R]> {
    const named = this.#columns[role];
    if (named !== undefined && named.length > 0) return named;
    throw new InvalidArgumentError(`${role} must name a column, got nothing`, {
      subject: owner,
      code: 'FEATURE_ROLE_MISSING',
      details: { settings: [role] },
      hint: `Name the column ("${role}:").`,
    });
  }
}
