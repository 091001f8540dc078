import { InvalidArgumentError, OutsideError, shownValue } from '@fraudx/core';
import type { Clock } from '@fraudx/core';
import type { Pruner } from '../pruners/pruner.ts';
import type { Params } from '../space/search-space.ts';
import type { ClaimedTrial, StudyStore, TrialEnd } from '../storage/study-store.ts';
import type { Direction } from './best-trial.ts';
import type { StudySpec } from './study-spec.ts';
import type { TrialOutcome } from './trial.ts';
import { extrasOf, TrialPruned } from './trial.ts';

/** What an objective knows of its trial. */
export interface TrialContext {
  /** The trial's number. */
  readonly trial: number;
  /** A seed that depends only on the study's seed and the trial's number. */
  readonly seed: number;
  /** Aborted when the study is; stop soon and throw. */
  readonly signal: AbortSignal;
  /**
   * Keeps the value reached at a step, such as the validation metric after so many rounds; pruners and samplers see it.
   *
   * @param step - A whole number >= 0.
   * @throws {ConflictError} `CLAIM_LOST`: another process was given this trial; stop.
   */
  readonly report: (step: number, value: number) => Promise<void>;
  /** Whether the study's pruner would end the trial now: then throw {@link TrialPruned}. Always false without a pruner, and before a report. */
  readonly shouldPrune: () => Promise<boolean>;
}

/**
 * Trains and measures one set of hyperparameters. {@link TrialPruned} ends its trial as pruned; any other throw, a value that is not finite, or a constraint
 * without a number fails the trial only.
 */
export type Objective = (params: Params, context: TrialContext) => Promise<TrialOutcome | number>;

/** What the trials of a study share. */
export interface TrialRunner {
  readonly objective: Objective;
  readonly store: StudyStore;
  readonly directions: readonly Direction[];
  readonly constraints?: readonly string[];
  readonly pruner: Pruner | undefined;
  /** The pruner of trial k sees the trials below `k - lag` as they ended; undefined: what has been reported by then. */
  readonly lag: number | undefined;
  /** How often a failed trial is tried again at once. */
  readonly retries: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Ends the study for a failure that is not the trial's. */
  readonly stop: (error: OutsideError) => void;
}

/** What the objective of a claimed trial is given. */
export function contextOf(
  claim: ClaimedTrial,
  seed: number,
  { store, directions, pruner, lag, signal }: Pick<TrialRunner, 'store' | 'directions' | 'pruner' | 'lag' | 'signal'>,
): TrialContext {
  return {
    trial: claim.trial,
    seed,
    signal,
    async report(step, value) {
      if (!Number.isSafeInteger(step) || step < 0) {
        throw new InvalidArgumentError(`report: step must be an integer >= 0, got ${String(step)}`);
      }
      if (typeof value !== 'number') {
        throw new InvalidArgumentError(`report: value must be a number, got ${String(value)}`);
      }
      await store.report(claim, step, value);
    },
    async shouldPrune() {
      if (pruner === undefined) return false;
      const history = await store.history(claim.studyId);
      const reports = history.find(({ trial }) => trial === claim.trial)?.reports ?? [];
      if (reports.length === 0) return false;
      const shown = lag === undefined ? history : history.filter(({ trial }) => trial < claim.trial - lag);
      return pruner.shouldPrune({ trial: claim.trial, reports, history: shown, direction: directions[0]! });
    },
  };
}

/** What an outcome says of the constraints of a study, or why it says nothing. */
function checkedConstraints(
  { constraints = {} }: TrialOutcome,
  names: readonly string[],
): Pick<TrialEnd, 'constraints'> | { error: string } {
  const unknown = Object.keys(constraints).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const known = names.length === 0 ? 'the study has none' : `those of the study are ${names.join(', ')}`;
    return { error: `objective must return constraints of the study, got ${unknown}; ${known}` };
  }
  const missed = names.find((name) => !Object.hasOwn(constraints, name) || !Number.isFinite(constraints[name]));
  if (missed !== undefined) {
    const got = Object.hasOwn(constraints, missed) ? String(constraints[missed]) : 'none';
    return { error: `objective must return a finite number for the constraint ${missed}, got ${got}` };
  }
  return names.length === 0 ? {} : { constraints: Object.fromEntries(names.map((name) => [name, constraints[name]!])) };
}

/** The values and constraints of an outcome, or why they are none. */
export function checkedValues(
  outcome: TrialOutcome,
  { directions: { length: n }, constraints = [] }: Pick<StudySpec, 'directions' | 'constraints'>,
): Pick<TrialEnd, 'value' | 'values' | 'constraints'> | { error: string } {
  const values = outcome.values ?? [outcome.value];
  const wanted = n === 1 ? 'a finite value' : `${n} finite values`;
  if (values.length !== n || !values.every((value) => Number.isFinite(value))) {
    return { error: `objective must return ${wanted}, got ${values.map(String).join(', ')}` };
  }
  const met = checkedConstraints(outcome, constraints);
  if ('error' in met) return met;
  return { ...(n === 1 ? { value: values[0]! } : { values: values as readonly number[] }), ...met };
}

/** What an objective returned, as an outcome: a number is its value. Undefined where it is neither. */
function outcomeOf(returned: unknown): TrialOutcome | undefined {
  if (typeof returned === 'number') return { value: returned };
  return typeof returned === 'object' && returned !== null ? returned : undefined;
}

/** Runs one trial to its end, again where it fails and may be. Never throws for what the objective does. */
export async function runTrial(claim: ClaimedTrial, seed: number, runner: TrialRunner): Promise<TrialEnd> {
  let end = await runOnce(claim, seed, runner);
  for (let tried = 0; tried < runner.retries && end.state === 'failed' && !runner.signal.aborted; tried++) {
    end = await runOnce(claim, seed, runner);
  }
  return end;
}

async function runOnce(claim: ClaimedTrial, seed: number, runner: TrialRunner): Promise<TrialEnd> {
  const { objective, signal, clock, stop } = runner;
  const started = clock.now();
  const durationMs = (): number => Math.max(0, clock.now() - started);
  try {
    const returned: unknown = await objective(claim.params, contextOf(claim, seed, runner));
    const outcome = outcomeOf(returned);
    if (outcome === undefined) {
      const error = `objective must return a number or { value }, got ${shownValue(returned)}`;
      return { state: 'failed', error, durationMs: durationMs() };
    }
    const extras = extrasOf(outcome);
    const checked = checkedValues(outcome, runner);
    return { state: 'error' in checked ? 'failed' : 'complete', ...checked, ...extras, durationMs: durationMs() };
  } catch (error) {
    if (error instanceof TrialPruned) return { state: 'pruned', durationMs: durationMs() };
    // A full disk or a lost service says nothing of the hyperparameters: the study ends, and such a trial is run again.
    if (error instanceof OutsideError) stop(error);
    const message = error instanceof Error ? error.message : String(error);
    return { state: signal.aborted ? 'interrupted' : 'failed', error: message, durationMs: durationMs() };
  }
}
