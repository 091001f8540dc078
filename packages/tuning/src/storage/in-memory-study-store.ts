import { canonicalJson } from '@fraudx/core';
import type { Params } from '../space/search-space.ts';
import type { Report, TrialHistory, TrialRecord } from '../study/trial.ts';
import {
  checkNumbers,
  claimLost,
  studyExists,
  studyNameTaken,
  studyNotFound,
  studyStoreClosed,
} from './study-errors.ts';
import { isStudyPart, partsPrefix } from './study-parts.ts';
import type {
  Claim,
  ClaimedTrial,
  ClaimRequest,
  QueuedPoints,
  StudyRecord,
  StudyStore,
  TrialEnd,
} from './study-store.ts';
import { trialJson } from './trial-json.ts';

interface Taken {
  readonly params: Params;
  readonly token: number;
  readonly reports: Map<number, number>;
  /** Absent while it runs. */
  readonly record?: TrialRecord;
}

interface Entry {
  study: StudyRecord;
  /** By number; every number below `trials.length` has been taken once. */
  readonly trials: Taken[];
  /** The numbers of those that run or were interrupted. */
  readonly open: Set<number>;
  /** Points that the next trials take. */
  readonly queue: Params[];
  /** What is to be done after the last trial: who does it by state, and what was taken or done last. */
  end: { readonly state: 'open' | 'taken' | 'done'; readonly work: string };
}

function reportsOf({ reports }: Taken): { reports?: readonly Report[] } {
  return reports.size === 0 ? {} : { reports: [...reports].toSorted(([a], [b]) => a - b) };
}

/** A copy for or from outside, which no change reaches. */
function copyOf<T extends TrialHistory>(trial: T): T {
  const { params, reports } = trial;
  const { metrics, constraints, foldValues, attributes } = trial.state === 'running' ? {} : trial;
  return {
    ...trial,
    params: { ...params },
    ...(constraints === undefined ? {} : { constraints: { ...constraints } }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics } }),
    ...(foldValues === undefined ? {} : { foldValues: structuredClone(foldValues) }),
    ...(attributes === undefined ? {} : { attributes: structuredClone(attributes) }),
    ...(reports === undefined ? {} : { reports: reports.map(([step, value]) => [step, value] as const) }),
  };
}

function historyOf({ trials }: Entry, from = 0): TrialHistory[] {
  return trials
    .slice(from)
    .map(
      (taken, i) => taken.record ?? { trial: from + i, params: taken.params, state: 'running', ...reportsOf(taken) },
    );
}

/** A {@link StudyStore} that lives and dies with the process. */
export class InMemoryStudyStore implements StudyStore {
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  #entry(studyId: string): Entry {
    if (this.#closed) throw studyStoreClosed();
    const entry = this.#entries.get(studyId);
    if (entry === undefined) throw studyNotFound(studyId);
    return entry;
  }

  #checkName(name: string | undefined): void {
    for (const { study } of this.#entries.values()) {
      if (name !== undefined && study.name === name) throw studyNameTaken(name, study.studyId);
    }
  }

  async createStudy(
    study: StudyRecord,
    trials: readonly TrialRecord[] = [],
    queue: readonly Params[] = [],
  ): Promise<void> {
    if (this.#closed) throw studyStoreClosed();
    if (this.#entries.has(study.studyId)) throw studyExists(study.studyId);
    this.#checkName(study.name);
    checkNumbers(trials);
    const taken = structuredClone(trials).map((record): Taken => ({
      params: record.params,
      token: 1,
      reports: new Map(record.reports),
      record,
    }));
    const open = new Set(trials.flatMap(({ trial, state }) => (state === 'interrupted' ? [trial] : [])));
    const kept = { study: structuredClone(study), trials: taken, open, queue: structuredClone([...queue]) };
    this.#entries.set(study.studyId, { ...kept, end: { state: 'open', work: '' } });
  }

  async renameStudy(studyId: string, name: string): Promise<void> {
    const entry = this.#entry(studyId);
    if (entry.study.name === name) return;
    this.#checkName(name);
    entry.study = { ...entry.study, name };
  }

  async enqueue(
    studyId: string,
    points: readonly Params[],
    { onlyNew = false }: { readonly onlyNew?: boolean } = {},
  ): Promise<QueuedPoints> {
    const { queue, trials } = this.#entry(studyId);
    const { length } = queue;
    const known = new Set([...queue, ...trials.map(({ params }) => params)].map((point) => JSON.stringify(point)));
    for (const point of structuredClone(points)) {
      if (onlyNew && known.has(JSON.stringify(point))) continue;
      known.add(JSON.stringify(point));
      queue.push(point);
    }
    return { added: queue.length - length, waiting: queue.length };
  }

  async deleteStudy(studyId: string): Promise<void> {
    this.#entry(studyId);
    const prefix = partsPrefix(studyId);
    for (const id of this.#entries.keys()) {
      if (id === studyId || id.startsWith(prefix)) this.#entries.delete(id);
    }
  }

  async getStudy(studyId: string): Promise<StudyRecord> {
    return structuredClone(this.#entry(studyId).study);
  }

  async listStudies(): Promise<StudyRecord[]> {
    if (this.#closed) throw studyStoreClosed();
    const studies = [...this.#entries.values()].map((entry) => structuredClone(entry.study));
    return studies
      .filter((study) => !isStudyPart(study.studyId))
      .sort((a, b) => b.createdAt - a.createdAt || (a.studyId < b.studyId ? -1 : 1));
  }

  async claimTrial(
    studyId: string,
    { maxTrials, lag = Infinity, suggest, endsBefore }: ClaimRequest,
  ): Promise<ClaimedTrial | 'wait' | undefined> {
    const entry = this.#entry(studyId);
    const open = [...entry.open].toSorted((a, b) => a - b);
    const trial = open.find((i) => entry.trials[i]?.record?.state === 'interrupted') ?? entry.trials.length;
    if (trial >= maxTrials) return undefined;
    const before = entry.trials[trial];
    if (before === undefined && open.length > 0 && open[0]! < trial - lag) return 'wait';
    const history = (from?: number): TrialHistory[] => historyOf(entry, from).map(copyOf);
    if (before === undefined && endsBefore?.(trial, history) === true) return undefined;
    const params = before?.params ?? { ...(entry.queue[0] ?? suggest(trial, history)) };
    if (before === undefined) entry.queue.shift();
    const token = (before?.token ?? 0) + 1;
    entry.trials[trial] = { params, token, reports: new Map() };
    entry.open.add(trial);
    return { studyId, trial, token, params: { ...params } };
  }

  #taken(claim: Claim): { entry: Entry; taken: Taken } {
    const entry = this.#entry(claim.studyId);
    const taken = entry.trials[claim.trial];
    if (taken?.token !== claim.token) throw claimLost(claim);
    return { entry, taken };
  }

  async report(claim: Claim, step: number, value: number): Promise<void> {
    const { taken } = this.#taken(claim);
    if (taken.record !== undefined) throw claimLost(claim);
    taken.reports.set(step, value);
  }

  async endTrial(claim: Claim, end: TrialEnd): Promise<TrialRecord> {
    const { entry, taken } = this.#taken(claim);
    const record = copyOf<TrialRecord>({ trial: claim.trial, params: taken.params, ...end, ...reportsOf(taken) });
    const isOther = (held: TrialRecord): boolean =>
      canonicalJson(JSON.parse(trialJson(held))) !== canonicalJson(JSON.parse(trialJson(record)));
    if (taken.record !== undefined && isOther(taken.record)) throw claimLost(claim);
    entry.trials[claim.trial] = { ...taken, record };
    if (record.state !== 'interrupted') entry.open.delete(claim.trial);
    return copyOf(record);
  }

  async claimEnd(studyId: string, work: string): Promise<'yours' | 'wait' | 'done'> {
    const entry = this.#entry(studyId);
    if (entry.end.state === 'taken') return 'wait';
    if (entry.end.state === 'done' && entry.end.work === work) return 'done';
    entry.end = { state: 'taken', work };
    return 'yours';
  }

  async leaveEnd(studyId: string, state: 'done' | 'open'): Promise<void> {
    const entry = this.#entry(studyId);
    if (entry.end.state === 'taken') entry.end = { ...entry.end, state };
  }

  async listTrials(studyId: string): Promise<TrialRecord[]> {
    return this.#entry(studyId).trials.flatMap(({ record }) => (record === undefined ? [] : [copyOf(record)]));
  }

  async history(studyId: string): Promise<TrialHistory[]> {
    return historyOf(this.#entry(studyId)).map(copyOf);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#entries.clear();
  }
}
