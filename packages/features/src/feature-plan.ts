import { entityColumns } from '@fraudx/core';
import { z } from 'zod';
import type { BehaviourSpec } from './behaviour/behaviour-spec.ts';
import { behaviourNames, behaviourSpecSchema } from './behaviour/behaviour-spec.ts';
import { encodingSchema } from './encodings.ts';

const interactionSchema = z.strictObject({
  kind: z.literal('interaction'),
  operation: z.enum(['product', 'ratio', 'difference']),
  left: z.string(),
  right: z.string(),
});

/** The form of {@link FeaturePlan}. */
export const planSchema = z.strictObject({
  formatVersion: z.literal(1),
  strategy: z.string().min(1),
  /** Columns computed from each row's own values before anything else, the raw columns they read, and those of these that were text in training. */
  derived: z
    .strictObject({
      columns: z.array(z.strictObject({ name: z.string().min(1), expression: z.string() })).min(1),
      inputs: z.array(z.string()),
      texts: z.array(z.string()),
      /** Whose hours and days; UTC where absent. */
      zone: z.string().optional(),
    })
    .optional(),
  behaviour: behaviourSpecSchema.optional(),
  /** Column of times from which features are made, and what it held in training; absent in plans of earlier versions. */
  time: z.strictObject({ input: z.string(), kind: z.enum(['timestamp', 'numeric']) }).optional(),
  /** Ids of the behaviour that were text in training. */
  textIds: z.array(z.string()).optional(),
  features: z
    .array(z.strictObject({ name: z.string().min(1), encoding: z.union([encodingSchema, interactionSchema]) }))
    .min(1),
  custom: z
    .strictObject({
      module: z.string(),
      sha256: z.string(),
      state: z.json(),
      inputs: z.array(z.string()),
      names: z.array(z.string()),
    })
    .optional(),
  selected: z.array(z.string()).min(1).optional(),
});

/** Learned features as data. An interaction names two features that stand before it. */
export type FeaturePlan = z.infer<typeof planSchema>;

/** Raw columns that a plan reads. The label is read for terminal risk but is not demanded: at prediction it is not known. */
export function inputsOf(plan: FeaturePlan): string[] {
  const derived = new Set([
    ...(plan.derived?.columns ?? []).map(({ name }) => name),
    ...(plan.behaviour === undefined ? [] : behaviourNames(plan.behaviour)),
    ...(plan.custom?.names ?? []),
  ]);
  const direct = plan.features.flatMap(({ encoding }) => (encoding.kind === 'interaction' ? [] : [encoding.input]));
  const { time, entity, terminal, amount } = plan.behaviour ?? ({} as Partial<BehaviourSpec>);
  const own = plan.custom?.inputs ?? [];
  const all = [...direct, ...own, time, ...entityColumns(entity), terminal, amount, ...(plan.derived?.inputs ?? [])];
  return [...new Set(all.filter((name) => name !== undefined && !derived.has(name)))] as string[];
}

/** Raw columns that were text in training. */
export function textInputsOf(plan: FeaturePlan): readonly string[] {
  const computed = new Set([...(plan.derived?.columns ?? []).map(({ name }) => name), ...(plan.custom?.names ?? [])]);
  const texts = [
    ...plan.features.flatMap(({ encoding }) =>
      encoding.kind === 'text-codes' || ('isText' in encoding && encoding.isText === true) ? [encoding.input] : [],
    ),
    ...(plan.textIds ?? []),
    ...(plan.derived?.texts ?? []),
  ];
  return [...new Set(texts)].filter((name) => !computed.has(name));
}

/** Whether a raw or derived column is read as it is, and not through behaviour features. */
export function usedDirectly(plan: FeaturePlan, name: string): boolean {
  if (plan.derived?.inputs.includes(name) === true) return true;
  return plan.features.some(({ encoding }) => encoding.kind !== 'interaction' && encoding.input === name);
}

/** Of each column whose texts or codes a feature looks up, those of training. */
export function knownCategoriesOf({ features }: FeaturePlan): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const { encoding } of features) {
    if (!('categories' in encoding)) continue;
    const of = known.get(encoding.input) ?? new Set<string>();
    for (const category of encoding.categories) of.add(String(category));
    known.set(encoding.input, of);
  }
  return known;
}
