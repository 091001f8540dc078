/**
 * A value that is made when it is first asked for. For what takes time to make and is often not needed, such as the schema of a file format.
 *
 * @param make - Called at most once, unless it throws.
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
