import { InvalidArgumentError, once } from '@fraudx/core';
import { z } from 'zod';
import type { ArtifactRecord, MetricPoint, NewRun, ParamValue, RunEvent } from './run-record.ts';
import { runKinds } from './run-record.ts';

/** How a run can end. */
export const endStatuses = ['finished', 'failed', 'interrupted'] as const;

/** How a run can end. */
export type EndStatus = (typeof endStatuses)[number];

interface OnRun {
  readonly formatVersion: 1;
  readonly runId: string;
}

/**
 * One write to a run, as a plain value that can be kept as JSON, sent later and sent again. Applied twice it does what it does once, also where
 * everything since the creation of the run is applied again in the same order.
 *
 * A run has attempts, counted from 0; each `resume-run` begins the next. A later attempt wins over an earlier one, and what arrives late from an
 * earlier attempt changes nothing. Within an attempt the first end stays.
 */
export type RunOperation =
  | { readonly formatVersion: 1; readonly op: 'create-run'; readonly run: NewRun }
  | (OnRun & { readonly op: 'log-params'; readonly params: Readonly<Record<string, ParamValue>> })
  | (OnRun & { readonly op: 'log-metrics'; readonly points: readonly MetricPoint[] })
  | (OnRun & { readonly op: 'set-tags'; readonly tags: Readonly<Record<string, string>> })
  | (OnRun & { readonly op: 'log-event'; readonly event: RunEvent })
  | (OnRun & { readonly op: 'add-artifact'; readonly artifact: ArtifactRecord })
  | (OnRun & { readonly op: 'rename-run'; readonly name: string })
  | (OnRun & {
      readonly op: 'end-run';
      /** The attempt that ends. */
      readonly attempt: number;
      readonly status: EndStatus;
      readonly endedAt?: number;
      readonly error?: string;
    })
  | (OnRun & {
      readonly op: 'resume-run';
      /** The attempt that begins, at least 1. */
      readonly attempt: number;
      /** Who begins it: of two that begin the same attempt, the first has it. */
      readonly claim: string;
    });

/** A map of names; its values are looked at when it is applied. A `z.record` would drop a name such as `__proto__`. */
function mapOf<T>(): z.ZodType<Readonly<Record<string, T>>> {
  return z.custom<Readonly<Record<string, T>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  );
}

const specialNumbers: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

const schema = once(() => {
  const base = { formatVersion: z.literal(1), runId: z.string() };
  const whole = z.int().min(0);
  const metricValue = z.union([
    z.number(),
    z.enum(Object.keys(specialNumbers) as ['NaN']).transform((text) => specialNumbers[text]!),
  ]);
  return z.discriminatedUnion('op', [
    z.strictObject({
      formatVersion: z.literal(1),
      op: z.literal('create-run'),
      run: z.strictObject({
        runId: z.string(),
        experiment: z.string(),
        name: z.string().optional(),
        kind: z.enum(runKinds),
        parentRunId: z.string().optional(),
        startedAt: whole,
        params: mapOf<ParamValue>().optional(),
        tags: mapOf<string>().optional(),
        lineage: z.custom<NewRun['lineage']>((value) => typeof value === 'object', 'must be an object'),
      }),
    }),
    z.strictObject({ ...base, op: z.literal('log-params'), params: mapOf<ParamValue>() }),
    z.strictObject({
      ...base,
      op: z.literal('log-metrics'),
      points: z.array(z.strictObject({ name: z.string(), value: metricValue, step: whole, timestamp: whole })),
    }),
    z.strictObject({ ...base, op: z.literal('set-tags'), tags: mapOf<string>() }),
    z.strictObject({
      ...base,
      op: z.literal('log-event'),
      event: z.strictObject({ eventId: z.string(), name: z.string(), timestamp: whole }),
    }),
    z.strictObject({
      ...base,
      op: z.literal('add-artifact'),
      artifact: z.strictObject({ name: z.string(), path: z.string(), sha256: z.string(), bytes: whole }),
    }),
    z.strictObject({ ...base, op: z.literal('rename-run'), name: z.string() }),
    z.strictObject({
      ...base,
      op: z.literal('end-run'),
      attempt: whole,
      status: z.enum(endStatuses),
      endedAt: whole.optional(),
      error: z.string().optional(),
    }),
    z.strictObject({ ...base, op: z.literal('resume-run'), attempt: z.int().min(1), claim: z.string().min(1) }),
  ]);
});

function invalid(problem: string, cause?: unknown): InvalidArgumentError {
  return new InvalidArgumentError(`run operation: ${problem}`, {
    code: 'INVALID_OPERATION',
    hint: 'It was written by another version, or is damaged.',
    cause,
  });
}

/** An operation as one line of JSON. NaN and infinities, which JSON does not have, become texts. */
export function runOperationText(operation: RunOperation): string {
  return JSON.stringify(operation, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/**
 * An operation from the text that {@link runOperationText} made. What its values mean is checked when it is applied.
 *
 * @throws {InvalidArgumentError} `INVALID_OPERATION`, listing every problem.
 */
export function parseRunOperation(text: string): RunOperation {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid('must be JSON, got something else', error);
  }
  const result = schema().safeParse(json);
  if (result.success) return result.data as RunOperation;
  throw invalid(
    result.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'value'}: ${issue.message}`).join('; '),
  );
}
