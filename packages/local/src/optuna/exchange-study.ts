import { extname } from 'node:path';
import type { Clock } from '@fraudx/core';
import { createId, DataError, InvalidArgumentError, shownValue, systemClock, throwIfAborted } from '@fraudx/core';
import { mostBytes, readTextFile, writeFileAtomic } from '@fraudx/core/files';
import type { StudyStore, ToOptunaOptions } from '@fraudx/tuning';
import { chooseOptunaStudy, formatJournal, fromOptuna, isStudyName, parseJournal, toOptuna } from '@fraudx/tuning';
import { readOptunaDatabase } from './read-optuna.ts';
import { writeOptunaDatabase } from './write-optuna.ts';

/** Endings of the names of files, and what they hold. */
const formats: Readonly<Record<string, 'database' | 'journal'>> = {
  '.db': 'database',
  '.sqlite': 'database',
  '.sqlite3': 'database',
  '.log': 'journal',
  '.jsonl': 'journal',
};

/** @throws {InvalidArgumentError} `STUDY_FORMAT_UNKNOWN`. */
function formatOf(path: string): 'database' | 'journal' {
  const format = formats[extname(path).toLowerCase()];
  if (format !== undefined) return format;
  throw new InvalidArgumentError(
    `study file must end in .db, .sqlite, .sqlite3 (a database of Optuna), .log or .jsonl (its journal), got ${path}`,
    { code: 'STUDY_FORMAT_UNKNOWN', details: { path } },
  );
}

/**
 * Writes a study as a file that Optuna reads: a database for `load_study(storage="sqlite:///…")`, or the journal of `JournalFileBackend`, by the ending of
 * its name.
 *
 * @param options - `replace`: whether another file may be there, default false; and as `toOptuna` of `@fraudx/tuning`.
 * @returns How many trials it holds.
 * @throws {NotFoundError} `STUDY_NOT_FOUND`.
 * @throws {InvalidArgumentError} `STUDY_FORMAT_UNKNOWN`.
 * @throws {ConflictError} `FILE_EXISTS`.
 */
export async function exportStudy(
  store: StudyStore,
  studyId: string,
  path: string,
  options: ToOptunaOptions & { readonly replace?: boolean } = {},
): Promise<number> {
  const format = formatOf(path);
  const { replace = false, ...rest } = options;
  const there = toOptuna(await store.getStudy(studyId), await store.history(studyId), rest);
  if (format === 'database') await writeOptunaDatabase(path, [there], { replace });
  else await writeFileAtomic(path, formatJournal(there), { replace });
  return there.trials.length;
}

/** What {@link importStudy} did. */
export interface StudyImport {
  readonly studyId: string;
  /** Its name in the file. */
  readonly name: string;
  readonly trials: number;
  /** What could not be taken as it was. */
  readonly notes: readonly string[];
}

/** Why a study cannot have the name that it has in a file; undefined where it can. */
async function nameProblem(store: StudyStore, name: string): Promise<string | undefined> {
  if (!isStudyName(name)) return `${shownName(name)} is no name of a study here`;
  const isTaken = (await store.listStudies()).some((study) => study.name === name || study.studyId === name);
  return isTaken ? `another study is called ${shownName(name)}` : undefined;
}

function shownName(name: string): string {
  return shownValue(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

/**
 * Takes a study from a file of Optuna, as {@link exportStudy} writes it.
 *
 * @param options - `name`: which study of the file; default the only one. `studyId`: its id here; default a new one. `signal` ends the reading.
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {InvalidArgumentError} `STUDY_FORMAT_UNKNOWN`.
 * @throws {DataError} `BAD_OPTUNA_STUDY`, `OPTUNA_VERSION_UNKNOWN`, `OPTUNA_STUDY_NOT_FOUND`, `BAD_JSON`.
 * @throws {ConflictError} `STUDY_EXISTS`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function importStudy(
  store: StudyStore,
  path: string,
  options: {
    readonly name?: string | undefined;
    readonly studyId?: string;
    readonly clock?: Clock;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<StudyImport> {
  const { name, studyId = createId('study'), clock = systemClock, signal } = options;
  const studies =
    formatOf(path) === 'database'
      ? await readOptunaDatabase(path, { signal })
      : parseJournal(await readTextFile(path, { most: mostBytes.study, plain: true }), path);
  const there = chooseOptunaStudy(studies, name, path);
  if (there.trials.length === 0) {
    throw new DataError('BAD_OPTUNA_STUDY', `${path}: study ${shownName(there.name)} must have trials, got none`, {
      details: { path },
    });
  }
  throwIfAborted(signal, 'importStudy');
  const { spec, trials, ...read } = fromOptuna(there, path);
  const notes = [...read.notes];
  const createdAt = there.trials.reduce((first, { start }) => Math.min(first, start ?? first), clock.now());
  const problem = await nameProblem(store, there.name);
  if (problem !== undefined) notes.push(`${problem}: this one is kept without a name`);
  await store.createStudy({ studyId, ...(problem === undefined ? { name: there.name } : {}), spec, createdAt }, trials);
  return { studyId, name: there.name, trials: trials.length, notes };
}
