/**
 * The values that are not missing, in their order, as an array of their own.
 *
 * `filter` of a typed array keeps them in a list first, which takes several times the memory and ends the process beyond 2^27 values.
 */
export function knownValues(values: Float64Array): Float64Array<ArrayBuffer> {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  const known = new Float64Array(count);
  let at = 0;
  for (const value of values) if (!Number.isNaN(value)) known[at++] = value;
  return known;
}
