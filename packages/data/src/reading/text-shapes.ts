/**
 * The shapes of texts that together cover nearly all of them; undefined where it takes more than a few.
 *
 * @param shapeOf - Undefined for texts that have none.
 * @param share - Of the texts that must be covered, in (0, 1].
 */
export function commonShapes(
  texts: readonly string[],
  shapeOf: (text: string) => string | undefined,
  most: number,
  share: number,
): readonly string[] | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const shape = shapeOf(text);
    if (shape !== undefined) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const common = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, most);
  const covered = common.reduce((sum, [, count]) => sum + count, 0);
  return covered < share * texts.length ? undefined : common.map(([shape]) => shape);
}
