/** The lines of Optuna's `JournalFileStorage`, which Rustuna reads too: one operation in JSON each. Source: `optuna.storages.journal`, Optuna 5.0. */
import type { JsonValue } from '@fraudx/core';
import { DataError, shownValue } from '@fraudx/core';
import type { Direction } from '../study/best-trial.ts';
import { distributionJson, parseDistribution } from './distributions.ts';
import type { OptunaParam, OptunaStudy, OptunaTrial } from './optuna-study.ts';
import { optunaStates } from './optuna-study.ts';
import { jsonOf, numberOf, parsePython, pythonJson } from './python-json.ts';

const operations = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUser: 2,
  setStudySystem: 3,
  createTrial: 4,
  setParam: 5,
  setState: 6,
  setIntermediate: 7,
  setTrialUser: 8,
  setTrialSystem: 9,
  discardTrials: 10,
} as const;

/** Directions by their numbers in Optuna. */
const directions: Readonly<Record<number, Direction>> = { 1: 'minimize', 2: 'maximize' };

const worker = 'fraudx';

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00');
}

/**
 * A study as the lines of a journal, to be written to a file that Optuna opens with `JournalFileBackend`.
 *
 * @returns Lines, each with its line end.
 */
export function formatJournal({ name, directions: of, userAttributes, systemAttributes, trials }: OptunaStudy): string {
  const lines: object[] = [
    { op_code: operations.createStudy, study_name: name, directions: of.map((one) => (one === 'minimize' ? 1 : 2)) },
    ...Object.entries(userAttributes).map(([key, value]) => ({
      op_code: operations.setStudyUser,
      study_id: 0,
      user_attr: { [key]: value },
    })),
    ...Object.entries(systemAttributes).map(([key, value]) => ({
      op_code: operations.setStudySystem,
      study_id: 0,
      system_attr: { [key]: value },
    })),
    ...trials.map((trial) => {
      const { values } = trial;
      const params = Object.entries(trial.params);
      return {
        op_code: operations.createTrial,
        study_id: 0,
        datetime_start: trial.start === undefined ? null : timeText(trial.start),
        state: optunaStates.indexOf(trial.state),
        value: values?.length === 1 ? values[0] : null,
        values: values === undefined || values.length === 1 ? null : values,
        ...(trial.complete === undefined ? {} : { datetime_complete: timeText(trial.complete) }),
        distributions: Object.fromEntries(params.map(([param, one]) => [param, distributionJson(one.distribution)])),
        params: Object.fromEntries(params.map(([param, one]) => [param, one.internal])),
        user_attrs: trial.userAttributes,
        system_attrs: trial.systemAttributes,
        intermediate_values: Object.fromEntries(trial.intermediate.map(([step, value]) => [String(step), value])),
      };
    }),
  ];
  return lines.map((line) => `${pythonJson({ worker_id: worker, ...line })}\n`).join('');
}

type Line = Readonly<Record<string, unknown>>;

/** A trial while its lines are read. */
interface OpenTrial {
  state: number;
  values: readonly number[] | undefined;
  readonly params: Map<string, OptunaParam>;
  readonly intermediate: Map<number, number>;
  readonly user: Map<string, JsonValue>;
  readonly system: Map<string, JsonValue>;
  start: number | undefined;
  complete: number | undefined;
}

interface OpenStudy {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly user: Map<string, JsonValue>;
  readonly system: Map<string, JsonValue>;
  readonly trials: OpenTrial[];
}

/** Reads one line after the other, as Optuna replays them: what does not fit what is known is passed over, as there. */
class Replay {
  readonly studies: (OpenStudy | undefined)[] = [];
  readonly #names = new Set<string>();
  readonly #trials: OpenTrial[] = [];

  apply(line: Line, source: string): void {
    const study = this.studies[Number(line['study_id'])];
    const found = this.#trials[Number(line['trial_id'])];
    // a trial that has ended does not change
    const trial = found === undefined || [1, 2, 3].includes(found.state) ? undefined : found;
    switch (line['op_code']) {
      case operations.createStudy:
        this.#createStudy(line, source);
        return;
      case operations.deleteStudy:
        if (study === undefined) return;
        this.studies[Number(line['study_id'])] = undefined;
        this.#names.delete(study.name);
        return;
      case operations.setStudyUser:
        setAll(study?.user, line['user_attr']);
        return;
      case operations.setStudySystem:
        setAll(study?.system, line['system_attr']);
        return;
      case operations.createTrial:
        if (study !== undefined) this.#createTrial(study, line, source);
        return;
      case operations.setParam:
        if (trial !== undefined) this.#setParam(trial, String(line['param_name']), line, source);
        return;
      case operations.setState:
        if (trial !== undefined) this.#setState(trial, line);
        return;
      case operations.setIntermediate:
        trial?.intermediate.set(Number(line['step']), numberOf(line['intermediate_value']) ?? Number.NaN);
        return;
      case operations.setTrialUser:
        setAll(trial?.user, line['user_attr']);
        return;
      case operations.setTrialSystem:
        setAll(trial?.system, line['system_attr']);
        return;
      case operations.discardTrials:
        return;
      default:
        throw new DataError(
          'OPTUNA_VERSION_UNKNOWN',
          `${source}: operation must be one of 0 to 10, as Optuna 5 writes them, got ${shownValue(line['op_code'])}`,
          { details: { source }, hint: 'Another version of Optuna wrote the file: export the study with Optuna 5.' },
        );
    }
  }

  #createStudy({ study_name: name, directions: codes }: Line, source: string): void {
    const of = Array.isArray(codes) ? codes.map((code) => directions[Number(code)]) : [];
    if (typeof name !== 'string' || of.length === 0 || of.includes(undefined)) {
      throw new DataError('BAD_OPTUNA_STUDY', `${source}: study must have a name and directions of 1 or 2`, {
        details: { source },
      });
    }
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.studies.push({ name, directions: of as Direction[], user: new Map(), system: new Map(), trials: [] });
  }

  #createTrial(study: OpenStudy, line: Line, source: string): void {
    const { value, values, state = 0 } = line;
    const one = numberOf(value);
    const trial: OpenTrial = {
      state: Number(state),
      values: Array.isArray(values) ? numbersOf(values) : one === undefined ? undefined : [one],
      params: new Map(),
      intermediate: new Map(
        entriesOf(line['intermediate_values']).map(([step, at]) => [Number(step), numberOf(at) ?? Number.NaN]),
      ),
      user: attributesOf(line['user_attrs']),
      system: attributesOf(line['system_attrs']),
      start: timeOf(line['datetime_start']),
      complete: timeOf(line['datetime_complete']),
    };
    const internals = new Map(entriesOf(line['params']));
    for (const [name, text] of entriesOf(line['distributions'])) {
      this.#setParam(trial, name, { distribution: text, param_value_internal: internals.get(name) }, source);
    }
    study.trials.push(trial);
    this.#trials.push(trial);
  }

  #setParam(trial: OpenTrial, name: string, line: Line, source: string): void {
    const internal = numberOf(line['param_value_internal']);
    if (internal === undefined) {
      throw new DataError('BAD_OPTUNA_STUDY', `${source}: ${name} must have a number, got none`, {
        details: { source },
      });
    }
    trial.params.set(name, { internal, distribution: parseDistribution(String(line['distribution']), source) });
  }

  #setState(trial: OpenTrial, { state, values, datetime_start: start, datetime_complete: complete }: Line): void {
    trial.state = Number(state);
    if (Array.isArray(values)) trial.values = numbersOf(values);
    trial.start = timeOf(start) ?? trial.start;
    trial.complete = timeOf(complete) ?? trial.complete;
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function attributesOf(value: unknown): Map<string, JsonValue> {
  return new Map(entriesOf(value).map(([key, one]) => [key, jsonOf(one)]));
}

function setAll(into: Map<string, JsonValue> | undefined, value: unknown): void {
  for (const [key, one] of attributesOf(value)) into?.set(key, one);
}

function numbersOf(values: readonly unknown[]): number[] {
  return values.map((value) => numberOf(value) ?? Number.NaN);
}

function timeOf(text: unknown): number | undefined {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function closed(trial: OpenTrial, source: string): OptunaTrial {
  const state = optunaStates[trial.state];
  if (state === undefined) {
    throw new DataError('BAD_OPTUNA_STUDY', `${source}: state must be one of 0 to 4, got ${trial.state}`, {
      details: { source },
    });
  }
  return {
    state,
    ...(trial.values === undefined ? {} : { values: trial.values }),
    params: Object.fromEntries(trial.params),
    intermediate: [...trial.intermediate].toSorted(([a], [b]) => a - b),
    userAttributes: Object.fromEntries(trial.user),
    systemAttributes: Object.fromEntries(trial.system),
    ...(trial.start === undefined ? {} : { start: trial.start }),
    ...(trial.complete === undefined ? {} : { complete: trial.complete }),
  };
}

/**
 * The studies of a journal.
 *
 * @param text - Its lines; a last one that was not written to its end is left out, as by Optuna.
 * @param source - Where it came from, for messages.
 * @throws {DataError} `BAD_OPTUNA_STUDY`, `BAD_JSON`, `OPTUNA_VERSION_UNKNOWN`: with the line.
 */
export function parseJournal(text: string, source: string): OptunaStudy[] {
  const replay = new Replay();
  const lines = text.split('\n');
  lines.pop();
  for (const [i, line] of lines.entries()) {
    const at = `${source}, line ${i + 1}`;
    const json = parsePython(line, at);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new DataError('BAD_OPTUNA_STUDY', `${at}: must be an operation, got something else`, {
        details: { source },
      });
    }
    replay.apply(json as Line, at);
  }
  return replay.studies.flatMap((study) =>
    study === undefined
      ? []
      : [
          {
            name: study.name,
            directions: study.directions,
            userAttributes: Object.fromEntries(study.user),
            systemAttributes: Object.fromEntries(study.system),
            trials: study.trials.map((trial) => closed(trial, source)),
          },
        ],
  );
}
