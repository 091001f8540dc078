/**
 * A copy of a record whose keys are names of columns, for lookups: it inherits nothing, so that a column called `constructor` or `__proto__` finds
 * what is said of it, or nothing.
 */
export function byName<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const made = Object.create(null) as Record<string, T>;
  for (const [name, value] of Object.entries(record)) made[name] = value;
  return made;
}
