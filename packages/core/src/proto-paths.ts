/**
 * Where an input of maps and lists, such as a parsed YAML file, has the key `__proto__`: schemas of records leave that key out without a
 * word, so that who checks with one must ask here what was left out.
 *
 * @returns The path of each such key, outermost first; what lies below one is not looked at.
 */
export function protoPaths(input: unknown): PropertyKey[][] {
  const found: PropertyKey[][] = [];
  const seen = new Set<object>();
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') found.push([...path, key]);
      else visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  visit(input, []);
  return found;
}
