import { canonicalJson, ConflictError, InvalidArgumentError, NotFoundError, StateError } from '@fraudx/core';
import { checkArtifactName } from './artifact-name.ts';
import { parseRunLineage } from './run-lineage.ts';
import type { RunOperation } from './run-operation.ts';
import { endStatuses } from './run-operation.ts';
import type { ArtifactRecord, MetricPoint, NewRun, ParamValue, RunChange, RunEvent, RunRecord } from './run-record.ts';
import { runKinds } from './run-record.ts';

function fail(message: string): never {
  throw new InvalidArgumentError(`run: ${message}`, { code: 'INVALID_RUN' });
}

function checkName(what: string, name: unknown): void {
  if (typeof name !== 'string' || name.trim() === '' || name.length > 250) {
    fail(`${what} must be a text of 1 to 250 characters, got ${JSON.stringify(name) ?? 'nothing'}`);
  }
}

function checkWhole(what: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    fail(`${what} must be an integer >= 0, got ${String(value)}`);
  }
}

/** @throws {InvalidArgumentError} A name is empty, or a value is not a text, a boolean or a finite number. */
export function checkParams(params: Readonly<Record<string, ParamValue>>): void {
  for (const [name, value] of Object.entries(params)) {
    checkName('parameter name', name);
    const ok = typeof value === 'number' ? Number.isFinite(value) : ['string', 'boolean'].includes(typeof value);
    if (!ok) fail(`parameter ${name} must be a text, a boolean or a finite number, got ${String(value)}`);
  }
}

/** @throws {InvalidArgumentError} A name is empty, or a value is not a text. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(tags)) {
    checkName('tag name', name);
    if (typeof value !== 'string') fail(`tag ${name} must be a text, got ${String(value)}`);
  }
}

/**
 * The text of a tag that has events of its name.
 *
 * @param set - What was set as the tag; undefined: nothing.
 * @param events - How many there are.
 */
export function countedTag(set: string | undefined, events: number): string {
  const before = Number(set ?? 0);
  return String((Number.isSafeInteger(before) && before >= 0 ? before : 0) + events);
}

/** @throws {InvalidArgumentError} Id or name is empty, or the timestamp is not a whole number >= 0. */
function checkEvent({ eventId, name, timestamp }: RunEvent): void {
  checkName('event id', eventId);
  checkName('event name', name);
  checkWhole(`timestamp of event ${name}`, timestamp);
}

function checkArtifact({ name, path, sha256, bytes }: ArtifactRecord): void {
  checkArtifactName(name);
  checkName(`path of artifact ${name}`, path);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    fail(`sha256 of artifact ${name} must be 64 lower-case hex digits, got ${JSON.stringify(sha256) ?? 'nothing'}`);
  }
  checkWhole(`bytes of artifact ${name}`, bytes);
}

function checkEnd({ attempt, status, endedAt, error }: Extract<RunOperation, { op: 'end-run' }>): void {
  checkWhole('attempt', attempt);
  if (endedAt !== undefined) checkWhole('endedAt', endedAt);
  if (!endStatuses.includes(status)) {
    fail(`status must be one of ${endStatuses.join(', ')}, got ${JSON.stringify(status) ?? 'nothing'}`);
  }
  if (error !== undefined && typeof error !== 'string') fail(`error must be a text, got ${typeof error}`);
}

/** @throws {InvalidArgumentError} A name is empty, a value is not a number, or step or timestamp is not a whole number >= 0. */
export function checkMetrics(batch: readonly MetricPoint[]): void {
  for (const point of batch) {
    if (typeof point.name !== 'string' || point.name === '' || point.name.length > 250) {
      checkName('metric name', point.name);
    }
    if (typeof point.value !== 'number') fail(`metric ${point.name} must be a number, got ${String(point.value)}`);
    if (!Number.isSafeInteger(point.step) || point.step < 0) checkWhole(`step of metric ${point.name}`, point.step);
    if (!Number.isSafeInteger(point.timestamp) || point.timestamp < 0) {
      checkWhole(`timestamp of metric ${point.name}`, point.timestamp);
    }
  }
}

/** Whether a text is the id of a run; it names files and folders, so that it never holds a separator. */
export function isRunId(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/.test(text);
}

/** A new run with its lineage parsed. @throws {InvalidArgumentError} A field is malformed. */
export function checkNewRun(run: NewRun): NewRun {
  if (!isRunId(run.runId)) {
    fail(`runId must be 3 to 128 letters, digits, dots, dashes or underscores, got ${JSON.stringify(run.runId)}`);
  }
  checkName('experiment', run.experiment);
  if (!runKinds.includes(run.kind)) fail(`kind must be one of ${runKinds.join(', ')}, got ${run.kind}`);
  checkWhole('startedAt', run.startedAt);
  checkParams(run.params ?? {});
  checkTags(run.tags ?? {});
  return { ...run, lineage: parseRunLineage(run.lineage) };
}

/**
 * Whether a change of state is to be written: false when the run has already ended in that state.
 *
 * @throws {StateError} `RUN_ENDED`.
 * @throws {ConflictError} `RUN_RUNNING`: two take the same run up.
 * @throws {InvalidArgumentError} The end is malformed, or comes without a status.
 */
export function checkChange(run: Pick<RunRecord, 'runId' | 'status'>, change: RunChange): boolean {
  if (change.endedAt !== undefined) checkWhole('endedAt', change.endedAt);
  if (change.status === undefined && (change.endedAt !== undefined || change.error !== undefined)) {
    fail('endedAt and error must come with a status, got none');
  }
  if (change.status === 'running' && run.status === 'running') {
    throw runRunning(run.runId);
  }
  if (change.status === undefined || run.status === 'running' || run.status === 'stale') return true;
  if (change.status === run.status) return false;
  if (change.status === 'running' && (run.status === 'interrupted' || run.status === 'failed')) return true;
  throw runEnded(run, change.status);
}

function runEnded({ runId, status }: Pick<RunRecord, 'runId' | 'status'>, wanted: string): StateError {
  return new StateError('RUN_ENDED', `run: ${runId} must be running to become ${wanted}, got ${status}`, {
    details: { runId, status },
    hint: 'Start a new run.',
  });
}

function runRunning(runId: string): ConflictError {
  return new ConflictError('RUN_RUNNING', `run: ${runId} must not be running to be taken up, got running`, {
    details: { runId },
    hint: 'Another process is working on it; wait for it or stop it.',
  });
}

/** Where a run stands, as it is stored. */
export interface StoredState extends Pick<RunRecord, 'runId' | 'status'> {
  readonly attempt: number;
  /** Who began the attempt; undefined where nobody took the run up. */
  readonly claim?: string | undefined;
}

/**
 * Whether an `end-run` is to be written.
 *
 * @throws {StateError} `RUN_ENDED`: its attempt ended in another state.
 */
export function endsRun(held: StoredState, end: Extract<RunOperation, { op: 'end-run' }>): boolean {
  if (end.attempt !== held.attempt) return end.attempt > held.attempt;
  if (held.status === 'running') return true;
  if (held.status === end.status) return false;
  throw runEnded(held, end.status);
}

/**
 * Whether a `resume-run` is to be written.
 *
 * @throws {ConflictError} `RUN_RUNNING`: somebody else began this attempt.
 */
export function resumesRun(held: StoredState, resume: Extract<RunOperation, { op: 'resume-run' }>): boolean {
  if (resume.attempt !== held.attempt) return resume.attempt > held.attempt;
  if (held.claim !== resume.claim) throw runRunning(held.runId);
  return false;
}

/**
 * An operation whose values have the form that every store keeps: the first thing that `apply` does.
 *
 * @throws {InvalidArgumentError} `INVALID_RUN`, `INVALID_LINEAGE`, or `INVALID_OPERATION`: of an unknown kind or format version.
 */
export function checkRunOperation(operation: RunOperation): RunOperation {
  if (operation.formatVersion !== 1) {
    throw unknownOperation('formatVersion must be 1', (operation as { formatVersion: unknown }).formatVersion);
  }
  switch (operation.op) {
    case 'create-run':
      return { ...operation, run: checkNewRun(operation.run) };
    case 'log-params':
      checkParams(operation.params);
      return operation;
    case 'log-metrics':
      checkMetrics(operation.points);
      return operation;
    case 'set-tags':
      checkTags(operation.tags);
      return operation;
    case 'log-event':
      checkEvent(operation.event);
      return operation;
    case 'rename-run':
      checkName('name', operation.name);
      return operation;
    case 'end-run':
      checkEnd(operation);
      return operation;
    case 'resume-run':
      checkWhole('attempt', operation.attempt);
      checkName('claim', operation.claim);
      return operation;
    case 'add-artifact':
      checkArtifact(operation.artifact);
      return operation;
    default:
      throw unknownOperation('op must be a known one', (operation as { op: unknown }).op);
  }
}

function unknownOperation(rule: string, got: unknown): InvalidArgumentError {
  return new InvalidArgumentError(`run operation: ${rule}, got ${JSON.stringify(got) ?? 'nothing'}`, {
    code: 'INVALID_OPERATION',
    hint: 'It comes from a newer fraudx.',
  });
}

export function runNotFound(runId: string): NotFoundError {
  return new NotFoundError('RUN_NOT_FOUND', `run: id must be one of a known run, got ${runId}`, {
    details: { runId },
  });
}

/**
 * Whether a stored run is the one that is given: the same call again, whose answer was lost. Params may have been added, and tags and name changed, since.
 *
 * @param given - As {@link checkNewRun} returns it.
 */
export function isSameRun(stored: RunRecord, given: NewRun): boolean {
  const fixed = ({ experiment, kind, parentRunId, startedAt, lineage }: NewRun | RunRecord): string =>
    canonicalJson(JSON.parse(JSON.stringify([experiment, kind, parentRunId ?? null, startedAt, lineage])));
  const holds = (own: Readonly<Record<string, unknown>>, asked: Readonly<Record<string, unknown>> = {}): boolean =>
    Object.entries(asked).every(([key, value]) => Object.hasOwn(own, key) && own[key] === value);
  return fixed(stored) === fixed(given) && holds(stored.params, given.params);
}

export function runExists(runId: string): ConflictError {
  return new ConflictError('RUN_EXISTS', `run: id must be new, got ${runId}`, { details: { runId } });
}

export function runIdAmbiguous(prefix: string, candidates: readonly string[]): InvalidArgumentError {
  return new InvalidArgumentError(
    `run: id must begin one run only, got ${prefix} which begins ${candidates.slice(0, 3).join(', ')}${candidates.length > 3 ? ', …' : ''}`,
    {
      code: 'RUN_ID_AMBIGUOUS',
      details: { prefix, candidates: candidates.slice(0, 10) },
      hint: 'Give more of the id.',
    },
  );
}

export function paramChanged(runId: string, name: string, was: ParamValue, now: ParamValue): ConflictError {
  return new ConflictError(
    'PARAM_CHANGED',
    `run: parameter ${name} must keep its value ${JSON.stringify(was)}, got ${JSON.stringify(now)}`,
    { details: { runId, name, was, now }, hint: 'A parameter is set once; start a new run, or use a tag.' },
  );
}

export function storeClosed(): StateError {
  return new StateError('STORE_CLOSED', 'run store: must be open, got a closed one');
}
