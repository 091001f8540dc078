/** The rows of each entity, in the order in which entities come; a row without one (NaN or negative) is an entity of its own. */
export function rowsByEntity(rows: Uint32Array, entity: ArrayLike<number>): readonly (readonly number[])[] {
  const rowsOf = new Map<number, number[]>();
  for (const row of rows) {
    const key = entity[row]! >= 0 ? entity[row]! : -1 - row;
    const members = rowsOf.get(key);
    if (members === undefined) rowsOf.set(key, [row]);
    else members.push(row);
  }
  return [...rowsOf.values()];
}
