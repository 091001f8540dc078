import { canonicalJson, OutsideError, sha256 } from '@fraudx/core';
import { z } from 'zod';
import { foreignFields } from './foreign-fields.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const writeSchema = z.strictObject({
  name: z.string(),
  action: z.enum(['create', 'update', 'delete', 'equal']),
  type: z.enum(['String', 'StringList', 'SecureString']),
  /** Version seen in the snapshot; 0: absent. */
  oldVersion: z.int().min(0),
  /** Version that our write got. */
  newVersion: z.int().min(0).optional(),
  /** Absent for a SecureString: its value is in the backup only. */
  oldValue: z.string().optional(),
  newValue: z.string().optional(),
  status: z.enum(['planned', 'written', 'restored', 'left']),
});

const journalSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  kind: z.enum(['promotion', 'rollback']),
  sequence: z.int().min(1),
  state: z.enum(['APPLYING', 'DONE', 'UNDOING', 'UNDONE']),
  createdAt: z.number(),
  updatedAt: z.number(),
  requestDigest: z.string(),
  request: z.strictObject({
    runId: z.string(),
    experiment: z.string(),
    algorithm: z.string(),
    hyperparameters: z.record(z.string(), scalar),
    metrics: z.record(z.string(), z.number().nullable()),
    approvedBy: z.string(),
    trigger: z.boolean(),
    testedDate: z.string(),
    prune: z.boolean().optional(),
    model: z.strictObject({ folder: z.string(), sha256: z.string() }).optional(),
    registryVersion: z.string().optional(),
    decision: z.strictObject({ threshold: z.number(), strategy: z.string().optional() }).optional(),
  }),
  /** The promotion that a rollback takes back. */
  rollbackOf: z.string().optional(),
  prefix: z.string(),
  /** Which production it is, fact by fact (as one text in older journals), for a target that has several. */
  place: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
  backup: z.strictObject({ key: z.string(), sha256: z.string() }),
  writes: z.array(writeSchema),
  config: z.strictObject({
    key: z.string(),
    action: z.enum(['put', 'delete', 'none']),
    /** Text to write; null for delete. */
    content: z.string().nullable(),
    oldEtag: z.string().nullable(),
    oldSha256: z.string().nullable(),
    newSha256: z.string().nullable(),
    archiveKey: z.string().optional(),
    /** Where the config that was there before is archived. */
    previousArchiveKey: z.string().optional(),
    status: z.enum(['planned', 'written', 'restored', 'left']),
  }),
  execution: z
    .strictObject({
      name: z.string(),
      input: z.string(),
      /** What runs it: the ARN of a state machine, for a target that has several. */
      machine: z.string().optional(),
      status: z.enum(['planned', 'started']),
      arn: z.string().optional(),
    })
    .optional(),
  /** Things a rollback left alone because somebody else changed them since. */
  leftAlone: z.array(z.string()),
  /** Why the operation was undone. */
  failure: z.strictObject({ step: z.string(), code: z.string(), message: z.string() }).optional(),
  history: z.enum(['pending', 'recorded']),
  event: z.enum(['pending', 'recorded']),
});

/** The journal of one promotion or rollback: what is planned, what is done. It never holds the value of a SecureString. */
export type PromotionJournal = z.infer<typeof journalSchema>;

/** One planned parameter write. */
export type JournalWrite = PromotionJournal['writes'][number];

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
