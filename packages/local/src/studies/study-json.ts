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

/** A stored study definition. @throws {ZodError} It is malformed. */
export function parseStudyDefinition(json: string): StudyDefinition {
  return definitionSchema.parse(JSON.parse(json));
}

/** A trial record as JSON; numbers that JSON does not know become texts. */
export function trialJson(record: TrialRecord): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** A stored trial record. @throws {ZodError} It is malformed. */
export function parseTrialRecord(json: string): TrialRecord {
  return trialSchema.parse(JSON.parse(json)) as TrialRecord;
}
