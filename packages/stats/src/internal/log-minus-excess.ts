/**
 * log(ratio) − excess where excess = ratio − 1: how far the logarithm lies below its tangent at 1, without cancellation near it.
 *
 * Both are passed because near 1 only `excess`, and near 0 only `ratio`, has all its digits.
 */
export function logMinusExcess(ratio: number, excess: number): number {
  if (Math.abs(excess) > 0.5) return Math.log(ratio) - excess;
  // log(1 + u) = 2 artanh(r), r = u / (2 + u).
  const r = excess / (2 + excess);
  const square = r * r;
  let power = 1;
  let sum = 0;
  for (let k = 3; power > 1e-18; k += 2) {
    sum += power / k;
    power *= square;
  }
  return r * (2 * square * sum - excess);
}
