import { once } from '@fraudx/core';
import { z } from 'zod';
import type { TrialRecord } from '../study/trial.ts';

// `record` of zod leaves out the key `__proto__`; the pairs of an object do not.
function pairs<T>(value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z
    .custom<object>((input) => typeof input === 'object' && input !== null && !Array.isArray(input))
    .transform((input) => Object.entries(input) as [string, unknown][])
    .pipe(z.array(z.tuple([z.string(), value])))
    .transform((entries) => Object.fromEntries(entries) as Record<string, T>);
}

const schemas = once(() => {
  const scalar = z.union([z.string(), z.number(), z.boolean()]);
  const measured = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
  const params = pairs(scalar);
  const trial = z.strictObject({
    trial: z.int().min(0),
    params,
    state: z.enum(['complete', 'pruned', 'failed', 'interrupted']),
    value: z.number().optional(),
    values: z.array(z.number()).optional(),
    constraints: pairs(z.number()).optional(),
    metrics: pairs(measured).optional(),
    foldValues: pairs(z.array(measured)).optional(),
    attributes: pairs(z.json()).optional(),
    // Another text than the id of a run, which a message may name, counts as none.
    runId: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/)
      .optional()
      .catch(undefined),
    reports: z.array(z.tuple([z.int().min(0), measured])).optional(),
    error: z.string().optional(),
    durationMs: z.number(),
  });
  return { params, trial };
});

/** A trial record as JSON; numbers that JSON does not know become texts. */
export function trialJson(record: TrialRecord): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** The fold values of earlier records, which stood among the metrics as `NAME_block_0`, `NAME_block_1`, … of a metric `NAME`. */
function withFoldValues(record: TrialRecord): TrialRecord {
  const { metrics, foldValues } = record;
  if (metrics === undefined || foldValues !== undefined) return record;
  const found = Object.keys(metrics).flatMap((name) => {
    const values: number[] = [];
    while (Object.hasOwn(metrics, `${name}_block_${values.length}`))
      values.push(metrics[`${name}_block_${values.length}`]!);
    return values.length === 0 ? [] : [[name, values] as const];
  });
  if (found.length === 0) return record;
  const taken = new Set(found.flatMap(([name, values]) => values.map((_, k) => `${name}_block_${k}`)));
  return {
    ...record,
    metrics: Object.fromEntries(Object.entries(metrics).filter(([name]) => !taken.has(name))),
    foldValues: Object.fromEntries(found),
  };
}

/** A trial record from what `JSON.parse` gives. @throws {z.ZodError} It is none. */
export function parseTrialRecord(input: unknown): TrialRecord {
  return withFoldValues(schemas().trial.parse(input) as TrialRecord);
}

/** Hyperparameters from what `JSON.parse` gives. @throws {z.ZodError} They are none. */
export function parseTrialParams(input: unknown): TrialRecord['params'] {
  return schemas().params.parse(input);
}
