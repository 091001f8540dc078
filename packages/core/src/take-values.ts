type Values = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/**
 * The values at these positions, in their order, as an array of the same type.
 *
 * `from` with a function does the same by an iterator, several times slower.
 *
 * @param values - Any length.
 * @param rows - Positions in `values`; they may repeat.
 */
export function takeValues<Kind extends Values>(values: Kind, rows: ArrayLike<number>): Kind {
  const taken = new (values.constructor as new (length: number) => Kind)(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = values[rows[i]!]!;
  return taken;
}
