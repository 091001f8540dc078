import { checkArgument, checkFields, InvalidArgumentError } from '@fraudx/core';

/** Refuses settings that `resolveConfig` did not make. */
export function checkSettings(owner: string, settings: unknown): void {
  checkFields(
    owner,
    'settings',
    settings,
    { config: 'object', folder: 'text', data: 'text?', experiment: 'text', workers: 'count' },
    'Make them with resolveConfig(config, { folder }).',
  );
}

const work = { signal: 'object?', progress: 'function?', onNotes: 'function?' } as const;
const outside = { ...work, facts: 'object?' } as const;

/** Refuses what a pipeline cannot work with. */
export function checkDeps(owner: string, deps: unknown): void {
  checkFields(owner, 'deps', deps, { ...outside, openWorkspace: 'function' });
}

/** Refuses what an experiment cannot work with. */
export function checkExperimentDeps(deps: unknown): void {
  const hint = 'Open a workspace, such as a local one, and give it as workspace.';
  checkFields('experiment', 'deps', deps, { ...outside, workspace: 'object', production: 'object?' }, hint);
}

/** Refuses an input that cannot be scored, before a model is opened. */
export function checkInferenceInput(input: unknown): void {
  checkFields('predict', 'input', input, {
    data: 'text',
    history: 'text?',
    historyEncoding: 'text?',
    timeUnit: 'text?',
    keep: 'texts?',
    reasons: 'count?',
    threshold: 'share?',
    strict: 'flag?',
    output: 'text?',
    matrixOutput: 'text?',
    replace: 'flag?',
    escapeFormulas: 'flag?',
  });
}

/** Refuses an evaluation that cannot be made. */
export function checkEvaluateOptions(options: unknown): void {
  checkFields('evaluate', 'options', options, {
    run: 'text?',
    isOtherCopy: 'flag?',
    gates: 'texts?',
    compareWith: 'text?',
    allowOverlap: 'flag?',
    allowRough: 'flag?',
    threshold: 'text?',
    report: 'true or text?',
    plots: 'true or text?',
    checkRun: 'function?',
  });
}

const judging = {
  allowOverlap: 'flag?',
  allowRough: 'flag?',
  threshold: 'text?',
  dryRun: 'flag?',
} as const;

/** Refuses a judgement that cannot be made. */
export function checkJudgeOptions(options: unknown): void {
  checkFields('promote', 'options', options, { run: 'text?', ...judging });
}

/** Refuses a promotion that nobody approved or that cannot be made, before anything is measured. */
export function checkPromotion(run: unknown, options: unknown): void {
  checkArgument('promote', 'run', run, 'text?');
  checkFields('promote', 'options', options, {
    ...judging,
    approvedBy: 'text',
    trigger: 'flag?',
    prune: 'flag?',
    registryVersion: 'text?',
    testedDate: 'text?',
    onStep: 'function?',
  });
}

/** Refuses options by which data cannot be looked at. */
export function checkLookOptions(owner: string, options: unknown): void {
  checkFields(owner, 'options', options, { ...work, mustExist: 'texts?', correlations: 'flag?' });
}

/** Refuses features that cannot be built. */
export function checkBuildOptions(options: unknown): void {
  checkFields('buildFeatureFile', 'options', options, {
    ...work,
    output: 'text',
    statistics: 'texts?',
    sort: 'flag?',
    replaceFeatures: 'flag?',
    replace: 'flag?',
    escapeFormulas: 'flag?',
  });
}

/** Refuses a ranking that cannot be made. */
export function checkRankOptions(options: unknown, methods: readonly string[]): void {
  checkFields('rankFeatures', 'options', options, { ...work, k: 'count?', method: 'text?' });
  const { method } = options as { readonly method?: string };
  if (method === undefined || methods.includes(method)) return;
  throw new InvalidArgumentError(`options.method must be one of ${methods.join(', ')}, got "${method}"`, {
    subject: 'rankFeatures',
  });
}
