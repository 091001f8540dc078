/** The algorithms that configs know from the start. */
const algorithmNames = ['xgboost', 'lightgbm', 'random-forest'] as const;

/** The name of an algorithm that is there from the start. */
export type BuiltInAlgorithm = (typeof algorithmNames)[number];

const known = new Set<string>(algorithmNames);

/** The names that a config may give as `algorithm`, in the order in which they were added. */
export function knownAlgorithmNames(): readonly string[] {
  return [...known];
}

/** Lets configs name an algorithm; `registerAlgorithm` of @fraudx/models calls it. */
export function addAlgorithmName(name: string): void {
  known.add(name);
}

const samplers = new Set<string>([
  'grid',
  'random',
  'sobol',
  'tpe',
  'cma-es',
  'gp',
  'nsga-ii',
  'bayesian',
  'hyperband',
]);

/** The names that a config may give as `tuning.strategy`, in the order in which they were added. */
export function knownSamplerNames(): readonly string[] {
  return [...samplers];
}

/** Lets configs name a sampler; `registerSampler` of @fraudx/tuning calls it. */
export function addSamplerName(name: string): void {
  samplers.add(name);
}

const splits = new Set<string>(['stratified', 'time', 'grouped', 'prequential']);

/** The names that a config may give as `split.strategy`, in the order in which they were added. */
export function knownSplitNames(): readonly string[] {
  return [...splits];
}

/** Lets configs name a split; `registerSplit` of @fraudx/data calls it. */
export function addSplitName(name: string): void {
  splits.add(name);
}
