import { z } from 'zod';

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

/** A journal as it is stored. */
export const journalSchema = z.strictObject({
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
  /** The promotion that a rollback undoes. */
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
