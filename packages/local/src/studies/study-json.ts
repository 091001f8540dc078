import { OutsideError, parseJson } from '@fraudx/core';
import type { StudyDefinition, TrialRecord } from '@fraudx/tuning';
import { parseSearchSpace } from '@fraudx/tuning';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const measured = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

// `record` of zod leaves out the key `__proto__`; the pairs of an object do not.
function pairs<T>(value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z
    .custom<object>((input) => typeof input === 'object' && input !== null && !Array.isArray(input))
    .transform((input) => Object.entries(input) as [string, unknown][])
    .pipe(z.array(z.tuple([z.string(), value])))
    .transform((entries) => Object.fromEntries(entries) as Record<string, T>);
}

const trialSchema = z.strictObject({
  trial: z.int().min(0),
  params: pairs(scalar),
  state: z.enum(['complete', 'failed', 'interrupted']),
  value: z.number().optional(),
  metrics: pairs(measured).optional(),
  runId: z.string().optional(),
  error: z.string().optional(),
  durationMs: z.number(),
});

const definitionSchema = z.strictObject({
  space: z.unknown().transform((space) => parseSearchSpace(space)),
  strategy: z.enum(['grid', 'random']),
  direction: z.enum(['maximize', 'minimize']),
  seed: z.int().min(0),
});

function parseStored<T>(what: string, json: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(parseJson(json, 'study store'));
  } catch (error) {
    throw new OutsideError(
      'STORE_CORRUPT',
      `study store: a stored ${what} must be well-formed, got ${json.slice(0, 200)}`,
      {
        cause: error,
        hint: 'The database was changed from outside; restore a copy, or start a new study.',
      },
    );
  }
}

/** A stored study definition. @throws {OutsideError} `STORE_CORRUPT`. */
export function parseStudyDefinition(json: string): StudyDefinition {
  return parseStored('definition', json, definitionSchema);
}

/** A trial record as JSON; numbers that JSON does not know become texts. */
export function trialJson(record: TrialRecord): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** A stored trial record. @throws {OutsideError} `STORE_CORRUPT`. */
export function parseTrialRecord(json: string): TrialRecord {
  return parseStored('trial', json, trialSchema) as TrialRecord;
}
