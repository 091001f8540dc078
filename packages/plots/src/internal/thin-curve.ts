/** One point of a curve. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The curve with so few points that a picture stays small: those that move less than a fifth of a pixel are left out.
 *
 * @param x - Values on the horizontal axis, in drawing order.
 * @param y - Values on the vertical axis, same length.
 * @param step - Smallest move to keep, in units of the axes. Default 1/2000.
 */
export function thinCurve(x: ArrayLike<number>, y: ArrayLike<number>, step = 1 / 2000): CurvePoint[] {
  const points: CurvePoint[] = [];
  let last: CurvePoint | undefined;
  for (let i = 0; i < x.length; i++) {
    const point = { x: x[i]!, y: y[i]! };
    const far = last === undefined || Math.abs(point.x - last.x) >= step || Math.abs(point.y - last.y) >= step;
    if (!far && i !== x.length - 1) continue;
    points.push(point);
    last = point;
  }
  return points;
}
