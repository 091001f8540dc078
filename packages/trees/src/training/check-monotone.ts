import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, ShapeError } from '@fraudx/core';

/**
 * Refuses monotone constraints that do not fit the features.
 *
 * @param signs - Per feature 1, -1 or 0; undefined: none.
 * @param categorical - Features that have no order.
 * @throws {ShapeError} Their number differs from that of the features; with all other problems.
 * @throws {InvalidArgumentError} With all problems: values outside {-1, 0, 1}, constraints on categorical features.
 */
export function checkMonotone(signs: readonly number[] | undefined, x: Matrix, categorical: readonly number[]): void {
  if (signs === undefined) return;
  const problems = signs.flatMap((sign, j) => {
    if (sign !== 1 && sign !== 0 && sign !== -1)
      return [`${sign} for ${x.names[j] === undefined ? `entry ${j + 1}` : `"${x.names[j]}"`}`];
    return sign !== 0 && categorical.includes(j) ? [`${sign} for the categorical feature "${x.names[j]}"`] : [];
  });
  const wrong = `must be -1, 0 or 1, and 0 for categorical features, got ${problems.join('; ')}`;
  if (signs.length !== x.nCols) {
    throw new ShapeError(
      `fit: monotoneConstraints must have ${x.nCols} entries, got ${signs.length}${problems.length > 0 ? `; ${wrong}` : ''}`,
      { details: { problems } },
    );
  }
  if (problems.length > 0) {
    throw new InvalidArgumentError(`fit: monotoneConstraints ${wrong}`, { details: { problems } });
  }
}
