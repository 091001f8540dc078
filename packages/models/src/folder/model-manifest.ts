import { DataError, canonicalJson, sha256 } from '@fraudx/core';
import type { JsonValue } from '@fraudx/core';
import { z } from 'zod';
import type { ModelFile } from './model-files.ts';

const json = z.json() as unknown as z.ZodType<JsonValue>;
const metrics = z.record(z.string(), z.number().nullable());

const trainedColumn = z.object({
  kind: z.enum(['numeric', 'categorical', 'timestamp']),
  numbers: z.enum(['point', 'comma']).optional(),
  unit: z.string().optional(),
  units: z.record(z.string(), z.number()).optional(),
  signs: z.enum(['minus', 'CR/DR', 'H/S', 'one side']).optional(),
  dateOrder: z.enum(['day-first', 'month-first', 'year-first']).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  isEmpty: z.boolean().optional(),
  midnights: z.number().optional(),
  hours: z.object({ late: z.number(), first: z.number() }).optional(),
  shortClocks: z.number().optional(),
  shares: z.object({ negative: z.number(), positive: z.number() }).optional(),
  dateForm: z.string().optional(),
  rows: z.number().optional(),
  missing: z.number().optional(),
  zones: z.enum(['all', 'some', 'none']).optional(),
  usual: z
    .object({
      low: z.number(),
      middle: z.number(),
      high: z.number(),
      lowestMiddle: z.number().optional(),
      highestMiddle: z.number().optional(),
      fewestDifferent: z.number().optional(),
      span: z.number().optional(),
      newShare: z.number().optional(),
      frequent: z.array(z.number()).readonly().optional(),
    })
    .optional(),
});

/** A name in the folder itself. */
const fileName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/);

/** The id of a run, or a name of this form that a script gave: it is shown, and put into commands to type. */
const runId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'Invalid input: expected the id of a run');

const manifestSchema = z.object({
  /** 2: with `files`. 1: earlier versions, whose only file is `booster.json`, with `boosterSha256`. */
  formatVersion: z.literal([1, 2]),
  algorithm: z.string(),
  engine: z.object({
    name: z.string(),
    version: z.string(),
    kernels: z.enum(['wasm', 'js']).optional(),
  }),
  fraudxVersion: z.string(),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  featureNames: z.array(z.string()),
  featureTypes: z.array(z.enum(['numeric', 'categorical'])),
  /** Index of the last iteration that is kept, from 0; absent where the algorithm has none. */
  bestIteration: z.int().min(0).optional(),
  /** The files of the model besides this one. */
  files: z
    .array(z.object({ name: fileName, sha256: z.string() }))
    .min(1)
    .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, 'Invalid input: a name twice')
    .optional(),
  boosterSha256: z.string().optional(),
  features: json,
  target: z.string(),
  threshold: z.number(),
  /** How the threshold was chosen, such as `best-f1`; absent in folders of earlier versions. */
  thresholdStrategy: z.string().optional(),
  /**
   * How data was read. `missing`: the texts that meant "no value", absent where they were the default ones. `columns`: how the texts of each input were read,
   * and which values it had; absent in folders of earlier versions. `rows`: of the training data, those with a label, those that are fraud and those that repeat an
   * earlier one; absent in folders of earlier versions.
   */
  reading: z
    .object({
      missing: z.array(z.string()).optional(),
      columns: z.record(z.string(), trainedColumn).optional(),
      rows: z.object({ all: z.number(), labelled: z.number(), fraud: z.number(), repeated: z.number() }).optional(),
    })
    .optional(),
  /** How times are meant: `TimeSettings` of @fraudx/data, the name of the time column alone where they stay as they are read; absent without one. */
  times: z
    .object({
      column: z.string().optional(),
      parts: z.record(z.string(), z.string()).optional(),
      unit: z.string().optional(),
      zone: z.string().optional(),
      localColumns: z.array(z.string()).optional(),
    })
    .optional(),
  /** Which values of the label column mean what: `LabelValues` of @fraudx/data; absent where they are the usual ones. */
  labels: z.object({ positive: z.array(z.string()), negative: z.array(z.string()) }).optional(),
  /** Column with the weights of the training rows; it is no feature, and is not needed at prediction. */
  sampleWeight: z.string().optional(),
  /** Columns of the training data that were left out of the features and name its rows, such as a transaction id; absent where there were none, and in folders of earlier versions. */
  rowIds: z.array(z.string()).min(1).optional(),
  metrics: z.object({
    validation: metrics.optional(),
    /** Bounds of the validation metrics that have them, at 95 % and (`wide`) at 99 %; absent in folders of earlier versions. */
    validationIntervals: z
      .record(
        z.string(),
        z.object({
          low: z.number(),
          high: z.number(),
          wideLow: z.number(),
          wideHigh: z.number(),
          rough: z.string().optional(),
        }),
      )
      .optional(),
    test: metrics.optional(),
  }),
  lineage: z.object({
    runId,
    dataSha256: z.string(),
    split: json,
    seed: z.int().min(0),
    git: z.object({ commit: z.string(), dirty: z.boolean() }).optional(),
  }),
  createdAt: z.string(),
  /** Of everything above; absent in folders of earlier versions. */
  sha256: z.string().optional(),
});

/** What `model.json` of a model folder holds: how the model was made, what it expects and how well it did. */
export type ModelManifest = Omit<z.infer<typeof manifestSchema>, 'files' | 'boosterSha256'> & {
  readonly files: readonly ModelFile[];
};

/** What the caller of `saveModelFolder` knows; the rest comes from the model. */
export type ModelManifestInput = Pick<
  ModelManifest,
  | 'features'
  | 'target'
  | 'threshold'
  | 'thresholdStrategy'
  | 'reading'
  | 'times'
  | 'labels'
  | 'sampleWeight'
  | 'rowIds'
  | 'metrics'
  | 'lineage'
> & {
  /** Default: the version of this package. */
  readonly fraudxVersion?: string;
  /** Default: now. */
  readonly createdAt?: string;
};

/** An error about a manifest that no longer says what was written. */
export function editedManifest(path: string, got: string): DataError {
  return new DataError('BAD_MODEL', `${path}: must be as fraudx wrote it, ${got}`, {
    details: { path },
    hint: 'Restore it from a backup, or train again with the parameters you want.',
  });
}

/** The SHA-256 of a manifest's content but `sha256`, whatever the order of its keys. */
export function manifestDigest(manifest: object): string {
  const content = { ...(JSON.parse(JSON.stringify(manifest)) as Record<string, JsonValue>) };
  delete content['sha256'];
  return sha256(canonicalJson(content));
}

/**
 * A manifest from unknown input.
 *
 * @param source - Where it came from, for the message.
 * @throws {DataError} `BAD_MODEL`, with the first problem.
 */
export function parseModelManifest(input: unknown, source: string): ModelManifest {
  const result = manifestSchema.safeParse(input);
  const { files, boosterSha256, ...manifest } = result.data ?? {};
  if (result.success) {
    if (files !== undefined) return { ...(manifest as ModelManifest), files };
    if (boosterSha256 !== undefined)
      return { ...(manifest as ModelManifest), files: [{ name: 'booster.json', sha256: boosterSha256 }] };
  }
  const issue = result.error?.issues[0] ?? {
    path: ['files'],
    message: 'Invalid input: expected array, received undefined',
  };
  throw new DataError('BAD_MODEL', `${source}: ${issue.path.join('.')}: ${issue.message}`, {
    details: { source },
    hint: 'The model folder is damaged or was written by a newer version of fraudx.',
  });
}
