import { OutsideError, sha256 } from '@fraudx/core';
import { journalKey, sequenceOf } from '../journal/journal-id.ts';
import { parseJournal, sealJournal } from '../journal/journal.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { HistoryEntry, ReadHistoryEntry } from './history.ts';
import { hashEntry, readHead, readHistory } from './history.ts';

/** Something in the history that is not as it was written. */
export interface HistoryProblem {
  readonly key: string;
  readonly problem: string;
}

/** Outcome of checking the history. */
export interface HistoryVerification {
  readonly ok: boolean;
  /** Entries read. */
  readonly entries: number;
  /** Hash of the last entry; note it elsewhere to notice even a rewritten chain. Undefined when there is no entry. */
  readonly head: string | undefined;
  readonly problems: readonly HistoryProblem[];
}

async function checkReferences(objects: ObjectStore, entry: HistoryEntry): Promise<HistoryProblem[]> {
  const problems: HistoryProblem[] = [];
  const key = journalKey(entry.operationId);
  const object = await objects.get(key);
  if (object === undefined) return [{ key, problem: 'the journal is gone' }];
  try {
    const journal = parseJournal(new TextDecoder().decode(object.body), key);
    if (sealJournal(journal) !== entry.journalSha256) problems.push({ key, problem: 'the journal was changed' });
    const backup = await objects.get(journal.backup.key);
    if (backup === undefined) problems.push({ key: journal.backup.key, problem: 'the backup is gone' });
    else if (sha256(backup.body) !== entry.backupSha256) {
      problems.push({ key: journal.backup.key, problem: 'the backup was changed' });
    }
  } catch {
    problems.push({ key, problem: 'the journal cannot be read' });
  }
  for (const [archiveKey, digest] of Object.entries(entry.archived)) {
    const archived = await objects.get(archiveKey);
    if (archived === undefined) problems.push({ key: archiveKey, problem: 'the archived config is gone' });
    else if (sha256(archived.body) !== digest) {
      problems.push({ key: archiveKey, problem: 'the archived config was changed' });
    }
  }
  return problems;
}

/** Finished operations that no entry names; the newest may be waiting for its entry. */
async function checkUnnamed(objects: ObjectStore, named: ReadonlySet<string>): Promise<HistoryProblem[]> {
  const problems: HistoryProblem[] = [];
  const keys = (await objects.list('promotions/')).filter((key) => sequenceOf(key) > 0);
  const newest = Math.max(0, ...keys.map((key) => sequenceOf(key)));
  for (const key of keys) {
    if (named.has(key)) continue;
    const object = await objects.get(key);
    try {
      const { state, history } = parseJournal(new TextDecoder().decode(object?.body), key);
      const waiting = sequenceOf(key) === newest && history === 'pending';
      if ((state === 'DONE' || state === 'UNDONE') && !waiting) {
        problems.push({ key, problem: 'no entry names this journal' });
      }
    } catch {
      problems.push({ key, problem: 'the journal cannot be read' });
    }
  }
  return problems;
}

/**
 * The entries, each tied to the one before, and the pointer to the newest one.
 *
 * @param inspect - More problems of an entry, such as those of what it refers to.
 */
async function checkChain(
  objects: ObjectStore,
  inspect: (entry: HistoryEntry) => Promise<readonly HistoryProblem[]>,
): Promise<{
  readonly history: readonly ReadHistoryEntry[];
  readonly problems: HistoryProblem[];
  readonly headProblems: readonly HistoryProblem[];
}> {
  const problems: HistoryProblem[] = [];
  const history = await readHistory(objects);
  let previous = '0'.repeat(64);
  let sequence = 0;
  for (const { key, entry } of history) {
    sequence++;
    if (entry === undefined) {
      problems.push({ key, problem: 'not an entry' });
      continue;
    }
    if (entry.sequence !== sequence) {
      problems.push({ key, problem: `must be entry ${sequence}, got entry ${entry.sequence}` });
      sequence = entry.sequence;
    }
    if (entry.previous !== previous) problems.push({ key, problem: 'does not follow from the entry before' });
    if (hashEntry(entry) !== entry.hash) problems.push({ key, problem: 'was changed after it was written' });
    problems.push(...(await inspect(entry)));
    previous = entry.hash;
  }
  const head = await readHead(objects);
  const last = history.at(-1)?.entry;
  const lost =
    head === undefined ? last !== undefined : head.sequence !== (last?.sequence ?? 0) || head.hash !== last?.hash;
  const headProblems = lost ? [{ key: 'history-head.json', problem: 'does not point to the last entry' }] : [];
  return { history, problems, headProblems };
}

/**
 * Refuses to go on upon a history that was changed: its chain, or what it says of one operation's journal and backup.
 *
 * @param operationId - The operation that is about to be rolled back.
 * @throws {OutsideError} `HISTORY_DAMAGED`, with every problem in `details.problems`; nothing was changed.
 */
export async function checkWholeHistory(objects: ObjectStore, operationId: string): Promise<void> {
  const chain = await checkChain(objects, async (entry) =>
    entry.operationId === operationId ? await checkReferences(objects, { ...entry, archived: {} }) : [],
  );
  const problems = [...chain.problems, ...chain.headProblems];
  if (problems.length === 0) return;
  const shown = problems.slice(0, 3).map(({ key, problem }) => `${key}: ${problem}`);
  const more = problems.length > shown.length ? ` and ${problems.length - shown.length} more` : '';
  throw new OutsideError(
    'HISTORY_DAMAGED',
    `promotion history: must be as it was written, got ${shown.join('; ')}${more}`,
    {
      details: { problems: problems.map((problem) => ({ ...problem })) },
      hint: 'What was there before a promotion cannot be trusted then. Put the originals back, or force the rollback.',
    },
  );
}

/**
 * Checks the hash chain of the history, and that journals, backups and archived configs are still what the chain recorded.
 *
 * Finds changed, removed, inserted and reordered entries, an end that was cut off, and finished operations that no entry names. Somebody who rewrites the whole chain and its
 * head is found only by comparing `head` with a note kept elsewhere.
 */
export async function verifyHistory(objects: ObjectStore): Promise<HistoryVerification> {
  const chain = await checkChain(objects, (entry) => checkReferences(objects, entry));
  const { history } = chain;
  const named = history.flatMap(({ entry }) => (entry === undefined ? [] : [journalKey(entry.operationId)]));
  const unnamed = await checkUnnamed(objects, new Set(named));
  const problems = [...chain.problems, ...unnamed, ...chain.headProblems];
  return { ok: problems.length === 0, entries: history.length, head: history.at(-1)?.entry?.hash, problems };
}
