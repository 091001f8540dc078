import type { Frame } from '@fraudx/core';
import { entityColumns, InvalidArgumentError, nearest } from '@fraudx/core';
import { entityNames } from './behaviour/behaviour-spec.ts';
import type { LoadedStrategy } from './custom-strategy.ts';
import type { FitTransformResult } from './feature-engineer.ts';
import { FeatureEngineer } from './feature-engineer.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { strategyNames } from './feature-spec.ts';
import type { FittedFeatures } from './fitted-features.ts';
import { selectColumns } from './select-columns.ts';
import { selectFeaturesUnivariate } from './selection/select-features-univariate.ts';

function behaviourOptions(spec: FeatureSpec): { windowDays?: readonly number[]; delayDays?: number } {
  return {
    ...(spec.windowDays === undefined ? {} : { windowDays: spec.windowDays }),
    ...(spec.delayDays === undefined ? {} : { delayDays: spec.delayDays }),
  };
}

/** The steps of a built-in strategy. */
function engineerOf(spec: FeatureSpec, custom?: LoadedStrategy): FeatureEngineer {
  if (!strategyNames.includes(spec.strategy)) {
    const near = nearest(spec.strategy, strategyNames);
    throw new InvalidArgumentError(
      `features: strategy must be one of ${strategyNames.join(', ')}, got "${spec.strategy}"`,
      near === undefined ? {} : { hint: `Did you mean "${near}"?` },
    );
  }
  const engineer = new FeatureEngineer(spec, custom);
  if (spec.strategy === 'raw') return engineer.keepColumns();
  if (spec.strategy === 'temporal' && spec.time === undefined) {
    throw new InvalidArgumentError('features: strategy temporal must have a time column, got none', {
      code: 'FEATURES_WITHOUT_TIME',
      hint: 'Name the column of the transaction time as time.',
    });
  }
  const { amount } = spec;
  const entities = entityColumns(spec.entity);
  const hasAmount = amount !== undefined && !spec.drop.includes(amount);
  engineer.keepColumns([spec.time, ...entities, spec.terminal]);
  if (hasAmount) engineer.createAmountFeatures(spec.strategy === 'combined' ? undefined : ['log']);
  if (spec.time !== undefined) {
    const rich = spec.strategy === 'temporal' || spec.strategy === 'combined';
    engineer.createTimeFeatures(rich ? undefined : ['weekend', 'night']);
  }
  if (spec.strategy === 'behavioural' || spec.strategy === 'combined')
    engineer.createBehaviourFeatures(behaviourOptions(spec));
  if (spec.strategy === 'demographic_risk' || spec.strategy === 'combined') engineer.createRiskEncodings();
  if (spec.strategy === 'combined' && hasAmount) {
    const longest = Math.max(...(spec.windowDays ?? [1, 7, 30]));
    const customer = entityNames({ entity: [...entities], terminal: spec.terminal })[0]!.prefix;
    engineer.createInteractionFeatures([
      { left: amount, right: `${customer}_mean_amount_${longest}d`, operation: 'ratio' },
      { left: amount, right: `${spec.time}_night`, operation: 'product' },
    ]);
  }
  return engineer;
}

/**
 * Learns how columns become features, from training rows only.
 *
 * Categories are numbered in the order of the training rows' category table (numbers ascending). Behaviour features of `behavioural` and
 * `combined` are computed over `train` alone unless it already has them: call {@link deriveFeatures} on all rows before splitting.
 *
 * @param train - Training rows; must hold every column that `spec` names.
 * @param y - Labels 0/1, length nRows.
 * @param custom - A user's strategy whose columns are added to the raw ones first.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: a column that `spec` names.
 * @throws {InvalidArgumentError} `FEATURES_NONE`: nothing is left to learn from; `FEATURE_ROLE_MISSING`: the strategy needs time or entity.
 * @throws {ShapeError} `y` has another length.
 */
export function fitFeatures(train: Frame, y: Uint8Array, spec: FeatureSpec, custom?: LoadedStrategy): FittedFeatures {
  return spec.select === undefined
    ? engineerOf(spec, custom).fit(train, y, spec.strategy)
    : fitTransformFeatures(train, y, spec, custom).features;
}

/**
 * Like {@link fitFeatures}, with the matrix to train on: encodings of the label are out-of-fold there, so that no row sees its own label.
 *
 * Use this, not `transform`, for the rows that were fitted on.
 */
export function fitTransformFeatures(
  train: Frame,
  y: Uint8Array,
  spec: FeatureSpec,
  custom?: LoadedStrategy,
): FitTransformResult {
  const fitted = engineerOf(spec, custom).fitTransform(train, y, spec.strategy);
  if (spec.select === undefined) return fitted;
  const k = Math.min(spec.select.k, fitted.x.nCols);
  const { selected } = selectFeaturesUnivariate(fitted.x, y, { ...spec.select, k });
  return { features: fitted.features.select(selected), x: selectColumns(fitted.x, selected) };
}

/**
 * The frame with the behaviour columns of a strategy, in the frame's row order; the frame itself where the strategy has none.
 *
 * They learn nothing and look only at each row's past (labels older than the delay), so this comes before the split: test rows then see
 * the training rows before them. Rows may come in any order; equal times count in file order.
 *
 * @throws {DataError} `TIME_MISSING_VALUES`; `FEATURE_EXISTS`: the frame has columns with such names, of which nobody knows how they were computed.
 */
export function deriveFeatures(frame: Frame, spec: FeatureSpec): Frame {
  return engineerOf(spec).derive(frame);
}
