/**
 * Takes the variables of fraudx that hold an empty text out of an environment, for this process and for those that it starts: a CI job sets a variable
 * without a value to an empty text, which names no folder, config or column. Other variables stay as they are.
 *
 * @param env - Changed in place.
 */
export function dropEmptyVariables(env: Record<string, string | undefined>): void {
  for (const name of Object.keys(env)) {
    if (name.toUpperCase().startsWith('FRAUDX_') && env[name] === '') delete env[name];
  }
}
