/**
 * Column types that make these columns text when the file is read.
 *
 * Only for files without types (CSV, JSON lines): Parquet says itself what is a number, and a number that is a category stays one.
 */
export function textColumns(path: string, names: readonly string[]): Record<string, 'categorical'> {
  if (path.endsWith('.parquet')) return {};
  return Object.fromEntries(names.map((name) => [name, 'categorical' as const]));
}
