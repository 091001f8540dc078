import type { JsonValue } from '@fraudx/core';
import { InvalidArgumentError, once } from '@fraudx/core';
import { z } from 'zod';

const lineageSchema = once(() => {
  const json: z.ZodType<JsonValue> = z.json();
  return z.strictObject({
    formatVersion: z.literal(1).optional(),
    git: z.strictObject({ commit: z.string().min(1), dirty: z.boolean() }).optional(),
    data: z
      .strictObject({
        path: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
        rows: z.int().min(0),
        columns: z.array(z.string()),
      })
      .optional(),
    split: json.optional(),
    seed: z.int().min(0).optional(),
    engine: z
      .strictObject({ name: z.string().min(1), version: z.string().min(1), kernels: z.enum(['wasm', 'js']).optional() })
      .optional(),
    versions: z.record(z.string(), z.string()),
    commandLine: z.array(z.string()),
    config: json,
  });
});

/** Where a run comes from: enough to repeat it. */
export interface RunLineage {
  /** Version of this record; written by {@link parseRunLineage}. */
  readonly formatVersion?: 1;
  /** The commit of the code; absent outside a git repository. */
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  /** Fingerprint of the data; absent when the run reads none. */
  readonly data?: {
    readonly path: string;
    readonly sha256: string;
    readonly rows: number;
    readonly columns: readonly string[];
  };
  /** How rows were divided into training, validation and test. */
  readonly split?: JsonValue;
  /** The seed that everything random follows from. */
  readonly seed?: number;
  /** Who computed the model. */
  readonly engine?: { readonly name: string; readonly version: string; readonly kernels?: 'wasm' | 'js' | undefined };
  /** Versions of fraudx, of the runtime and of libraries, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly commandLine: readonly string[];
  /** The configuration in force. */
  readonly config: JsonValue;
}

/** The value without object keys that hold undefined, at any depth; JSON leaves them out too. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]));
}

/**
 * A run's lineage from unknown input, with `formatVersion` filled in.
 *
 * @throws {InvalidArgumentError} `INVALID_LINEAGE`, listing every problem. A `formatVersion` above 1 comes from a newer fraudx.
 */
export function parseRunLineage(input: unknown): RunLineage & { readonly formatVersion: 1 } {
  const result = lineageSchema().safeParse(withoutUndefined(input));
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${['lineage', ...issue.path].join('.')}: ${issue.message}`);
    throw new InvalidArgumentError(`run lineage: ${problems.join('; ')}`, {
      code: 'INVALID_LINEAGE',
      details: { problems },
      hint: 'A lineage has versions, commandLine and config, and where known git, data, split, seed and engine.',
    });
  }
  return { ...(result.data as RunLineage), formatVersion: 1 };
}
