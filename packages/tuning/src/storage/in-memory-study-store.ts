import type { TrialRecord } from '../trial.ts';
import { studyExists, studyNotFound, studyStoreClosed } from './study-errors.ts';
import type { StudyRecord, StudyStore } from './study-store.ts';

interface Entry {
  readonly study: StudyRecord;
  /** By trial number; undefined while it runs. */
  readonly trials: Map<number, TrialRecord | undefined>;
  /** Every number below has been taken once. */
  next: number;
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

  async createStudy(study: StudyRecord): Promise<void> {
    if (this.#closed) throw studyStoreClosed();
    if (this.#entries.has(study.studyId)) throw studyExists(study.studyId);
    this.#entries.set(study.studyId, { study: structuredClone(study), trials: new Map(), next: 0 });
  }

  async getStudy(studyId: string): Promise<StudyRecord> {
    return structuredClone(this.#entry(studyId).study);
  }

  async listStudies(): Promise<StudyRecord[]> {
    if (this.#closed) throw studyStoreClosed();
    const studies = [...this.#entries.values()].map((entry) => structuredClone(entry.study));
    return studies.sort((a, b) => b.createdAt - a.createdAt || (a.studyId < b.studyId ? -1 : 1));
  }

  async claimTrial(studyId: string, planned: number): Promise<number | undefined> {
    const entry = this.#entry(studyId);
    for (const [trial, record] of entry.trials) {
      if (record?.state === 'interrupted' && trial < planned) {
        entry.trials.set(trial, undefined);
        return trial;
      }
    }
    while (entry.trials.has(entry.next)) entry.next++;
    if (entry.next >= planned) return undefined;
    entry.trials.set(entry.next, undefined);
    return entry.next;
  }

  async saveTrial(studyId: string, record: TrialRecord): Promise<void> {
    this.#entry(studyId).trials.set(record.trial, structuredClone(record));
  }

  async listTrials(studyId: string): Promise<TrialRecord[]> {
    const records = [...this.#entry(studyId).trials.values()].filter((record) => record !== undefined);
    return structuredClone(records).sort((a, b) => a.trial - b.trial);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#entries.clear();
  }
}
