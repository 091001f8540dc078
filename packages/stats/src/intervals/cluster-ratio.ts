import { InvalidArgumentError, ShapeError } from '@fraudx/core';

/** A ratio of sums over clusters with its uncertainty. */
export interface ClusterRatio {
  /** Sum of the numerators ÷ sum of the denominators; NaN when that is 0. */
  readonly ratio: number;
  /** NaN when fewer than 2 clusters have weight, or one has all of it but for rounding. */
  readonly standardError: number;
  /** Satterthwaite's degrees of freedom for Student's t: nClusters − 1 when all are equally large, fewer else; NaN like `standardError`. */
  readonly df: number;
  /** Clusters with weight, that is a denominator above 0. */
  readonly nClusters: number;
}

/**
 * Ratio of sums over clusters, such as days: recall = caught frauds ÷ frauds, precision, cost per row, with a standard error that holds
 * where rows of a cluster hang together.
 *
 * Linearised (residuals A − R B) with the small-sample correction CR2, which is free of bias when variances are as the denominators say. An
 * interval is ratio ± studentTQuantile(0.975, df) × standardError.
 *
 * @param clusters - `numerator`: sums A of each cluster, finite; `denominator`: sums B, finite and >= 0, same length.
 * @throws {ShapeError} Lengths differ.
 * @throws {InvalidArgumentError} A number out of its range.
 * @see Bell and McCaffrey (2002), "Bias reduction in standard errors for linear regression with multi-stage samples", Survey Methodology
 * 28(2); Tipton (2015), "Small sample adjustments for robust variance estimation with meta-regression", Psychological Methods 20(3).
 * @example
 * clusterRatio({ numerator: [3, 5, 4], denominator: [10, 10, 10] }).standardError; // 0.0577
 */
export function clusterRatio(clusters: {
  readonly numerator: ArrayLike<number>;
  readonly denominator: ArrayLike<number>;
}): ClusterRatio {
  const { numerator, denominator } = clusters;
  check(numerator, denominator);
  let above = 0;
  let below = 0;
  let nClusters = 0;
  for (let d = 0; d < denominator.length; d++) {
    above += numerator[d]!;
    below += denominator[d]!;
    if (denominator[d]! > 0) nClusters++;
  }
  const ratio = below === 0 ? NaN : above / below;
  if (nClusters < 2) return { ratio, standardError: NaN, df: NaN, nClusters };
  let squares = 0;
  let shares = 0;
  let own = 0;
  for (let d = 0; d < denominator.length; d++) {
    const weight = denominator[d]! / below;
    const rest = (below - denominator[d]!) / below;
    // Beside this cluster the others are less than rounding.
    if (rest === 0) return { ratio, standardError: NaN, df: NaN, nClusters };
    squares += (numerator[d]! - ratio * denominator[d]!) ** 2 / rest;
    shares += weight ** 2 / rest;
    own += (weight / rest) ** 2 * (1 - 2 * weight);
  }
  return { ratio, standardError: Math.sqrt(squares) / below, df: 1 / (own + shares ** 2), nClusters };
}

function check(numerator: ArrayLike<number>, denominator: ArrayLike<number>): void {
  if (numerator.length !== denominator.length) {
    throw new ShapeError(
      `denominator must have the length of numerator, ${numerator.length}, got ${denominator.length}`,
      { subject: 'clusterRatio' },
    );
  }
  for (let d = 0; d < numerator.length; d++) {
    if (!Number.isFinite(numerator[d])) {
      throw new InvalidArgumentError(`numerator must be finite, got ${numerator[d]} in cluster ${d}`, {
        subject: 'clusterRatio',
      });
    }
    if (!(denominator[d]! >= 0 && denominator[d]! < Infinity)) {
      throw new InvalidArgumentError(`denominator must be finite and >= 0, got ${denominator[d]} in cluster ${d}`, {
        subject: 'clusterRatio',
      });
    }
  }
}
