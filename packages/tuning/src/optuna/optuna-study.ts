import type { JsonValue } from '@fraudx/core';
import { DataError, nameList } from '@fraudx/core';
import type { Direction } from '../study/best-trial.ts';
import type { OptunaDistribution } from './distributions.ts';

/** States of trials in Optuna, in the order of its numbers 0 to 4. */
export const optunaStates = ['RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING'] as const;

/** The state of a trial in Optuna. */
export type OptunaState = (typeof optunaStates)[number];

/** A hyperparameter as Optuna stores it. */
export interface OptunaParam {
  /** The number itself, or the place of the choice, from 0. */
  readonly internal: number;
  readonly distribution: OptunaDistribution;
}

/** Attributes by name; any JSON value. */
export type OptunaAttributes = Readonly<Record<string, JsonValue>>;

/** A trial as Optuna stores it. */
export interface OptunaTrial {
  readonly state: OptunaState;
  /** One for each direction, perhaps infinite; absent where there is none. */
  readonly values?: readonly number[];
  readonly params: Readonly<Record<string, OptunaParam>>;
  /** By ascending step; any number. */
  readonly intermediate: readonly (readonly [step: number, value: number])[];
  readonly userAttributes: OptunaAttributes;
  readonly systemAttributes: OptunaAttributes;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly start?: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly complete?: number;
}

/** A study as Optuna stores it, apart from the ids of its database. */
export interface OptunaStudy {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly userAttributes: OptunaAttributes;
  readonly systemAttributes: OptunaAttributes;
  /** By number, 0 first. */
  readonly trials: readonly OptunaTrial[];
}

/**
 * One of the studies of a file.
 *
 * @param name - Default: the only one.
 * @param source - Where they came from, for messages.
 * @throws {DataError} `OPTUNA_STUDY_NOT_FOUND`: there is none of that name, or there are several and none was named.
 */
export function chooseOptunaStudy(
  studies: readonly OptunaStudy[],
  name: string | undefined,
  source: string,
): OptunaStudy {
  const found =
    name === undefined ? (studies.length === 1 ? studies[0] : undefined) : studies.find((one) => one.name === name);
  if (found !== undefined) return found;
  const got = studies.length === 0 ? 'none' : nameList(studies.map((one) => one.name));
  const must = name === undefined ? 'must hold one study, or one must be named' : `must hold the study "${name}"`;
  throw new DataError('OPTUNA_STUDY_NOT_FOUND', `${source}: ${must}, got ${got}`, {
    details: { source, studies: studies.map((one) => one.name) },
  });
}
