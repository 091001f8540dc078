import type { z } from 'zod';
import { canonicalJson, OutsideError, sha256 } from '@fraudx/core';
import { foreignFields } from './foreign-fields.ts';
import type { PromotionJournal } from './journal-schema.ts';
import { journalSchema } from './journal-schema.ts';

export type { JournalWrite, PromotionJournal } from './journal-schema.ts';

/** The error for a journal that is not as fraudx wrote it; `fields` are those that are wrong. */
export function damagedJournal(uri: string, got: string, fields: readonly string[], cause?: unknown): OutsideError {
  return new OutsideError('JOURNAL_DAMAGED', `promotion journal: ${uri} must be as fraudx wrote it, got ${got}`, {
    details: { uri, fields: [...fields] },
    cause,
    hint: 'None of its steps were carried out. Put the original back, e.g. from the object versions of the bucket or a copy of the folder.',
  });
}

/**
 * A journal from stored JSON text. One that says what fraudx would never write, such as a key outside of the places for configs, archives and
 * backups, is no journal.
 *
 * @param uri - Where the text was read, for the message.
 * @throws {OutsideError} `JOURNAL_DAMAGED`: not a journal; `details.fields` are the fields that are wrong, e.g. `writes.0.status`.
 */
export function parseJournal(text: string, uri: string): PromotionJournal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damagedJournal(uri, text.trim() === '' ? 'an empty text' : 'a text that is not JSON', [], error);
  }
  const result = journalSchema.safeParse(value);
  const fields = result.success
    ? foreignFields(result.data)
    : [...new Set(result.error.issues.flatMap((issue) => wrongFields(issue)))];
  if (result.success && fields.length === 0) return result.data;
  throw damagedJournal(uri, fields.length === 0 ? 'no object' : `something else in ${fields.join(', ')}`, fields);
}

/** Whether an error says that a journal is not as fraudx wrote it. */
export function isDamagedJournal(error: unknown): error is OutsideError {
  return error instanceof OutsideError && error.code === 'JOURNAL_DAMAGED';
}

/** A field that is too much is named itself, not only what holds it. */
function wrongFields(issue: z.core.$ZodIssue): string[] {
  const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return names.map((name) => name.join('.')).filter((name) => name !== '');
}

/** Fingerprint of what a finished operation did; covers everything that does not change after the end. */
export function sealJournal(journal: PromotionJournal): string {
  const { updatedAt: _updatedAt, history: _history, event: _event, ...sealed } = journal;
  return sha256(canonicalJson(sealed));
}
