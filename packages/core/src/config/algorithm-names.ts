/** The algorithms that configs know from the start. */
export const algorithmNames = ['xgboost', 'lightgbm', 'random-forest'] as const;

const known = new Set<string>(algorithmNames);

/** The names that a config may give as `algorithm`, in the order in which they were added. */
export function knownAlgorithmNames(): readonly string[] {
  return [...known];
}

/** Lets configs name an algorithm; `registerAlgorithm` of @fraudx/models calls it. */
export function addAlgorithmName(name: string): void {
  known.add(name);
}
