import { entityColumns, InvalidArgumentError } from '@fraudx/core';
import { z } from 'zod';

/** The names of {@link BehaviourStatistic}. */
export const behaviourStatistics = [
  'count',
  'mean',
  'since_last',
  'sum',
  'max',
  'std',
  'distinct',
  'velocity',
  'deviation',
  'risk',
] as const;

/** What is computed over a customer's or terminal's past. */
export type BehaviourStatistic = (typeof behaviourStatistics)[number];

/** Columns and windows of behaviour features; plain data. */
export const behaviourSpecSchema = z.strictObject({
  time: z.string().min(1),
  /** One, whose columns are named `customer_…`, or several, whose columns are named after theirs. */
  entity: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]),
  terminal: z.string().min(1).optional(),
  /** Without it there are no features of amounts. */
  amount: z.string().min(1).optional(),
  target: z.string().min(1).optional(),
  windowDays: z.array(z.number().gt(0)).min(1),
  delayDays: z.number().min(0),
  statistics: z.array(z.enum(behaviourStatistics)).min(1),
});

/** Columns and windows of behaviour features; plain data. */
export type BehaviourSpec = z.infer<typeof behaviourSpecSchema>;

/** What the features of an entity are called, and what is counted per entity. */
export interface EntityNames {
  /** Column of its ids. */
  readonly column: string;
  /** What its features begin with: `customer` of the only one, the name of its column where there are several. */
  readonly prefix: string;
  /** Columns of which different values are counted per entity, and what the counts are called without their window. */
  readonly others: readonly { readonly column: string; readonly name: string }[];
}

/** The entities of a spec, in order. Of several, each counts the different values of the others and of the terminal. */
export function entityNames({ entity, terminal }: Pick<BehaviourSpec, 'entity' | 'terminal'>): readonly EntityNames[] {
  const columns = entityColumns(entity);
  const [only] = columns;
  if (columns.length === 1) {
    const others = terminal === undefined ? [] : [{ column: terminal, name: 'customer_distinct_terminals' }];
    return [{ column: only!, prefix: 'customer', others }];
  }
  const all = [...new Set([...columns, ...(terminal === undefined ? [] : [terminal])])];
  return columns.map((column) => ({
    column,
    prefix: column,
    others: all
      .filter((other) => other !== column)
      .map((other) => ({ column: other, name: `${column}_distinct_${other}` })),
  }));
}

/** The columns that a spec adds, in order. */
export function behaviourNames(spec: BehaviourSpec): string[] {
  const has = (statistic: BehaviourStatistic): boolean => spec.statistics.includes(statistic);
  const each = (statistic: BehaviourStatistic, name: string): string[] =>
    has(statistic) ? spec.windowDays.map((days) => `${name}_${days}d`) : [];
  const longest = Math.max(...spec.windowDays);
  const ofAmount = spec.amount === undefined ? (): string[] => [] : each;
  const entities = entityNames(spec).flatMap(({ prefix, others }) => [
    ...each('count', `${prefix}_count`),
    ...ofAmount('mean', `${prefix}_mean_amount`),
    ...ofAmount('sum', `${prefix}_sum_amount`),
    ...ofAmount('max', `${prefix}_max_amount`),
    ...ofAmount('std', `${prefix}_std_amount`),
    ...others.flatMap(({ name }) => each('distinct', name)),
    ...each('velocity', `${prefix}_velocity`).filter((name) => name !== `${prefix}_velocity_${longest}d`),
    ...(has('deviation') && spec.amount !== undefined ? [`${prefix}_amount_deviation`] : []),
    ...(has('since_last') ? [`${prefix}_seconds_since_last`] : []),
  ]);
  if (spec.terminal === undefined) return entities;
  return [
    ...entities,
    ...each('count', 'terminal_count'),
    ...(spec.target === undefined ? [] : each('risk', 'terminal_risk')),
  ];
}

/** Checks the ranges of windows and delay, and that each feature has a name of its own. */
export function checkBehaviourSpec(spec: BehaviourSpec): void {
  if (spec.windowDays.length === 0 || spec.windowDays.some((days) => !(days > 0))) {
    throw new InvalidArgumentError(
      `features: windowDays must be numbers > 0, got ${spec.windowDays.join(', ') || 'none'}`,
    );
  }
  if (!(spec.delayDays >= 0)) throw new InvalidArgumentError(`features: delayDays must be >= 0, got ${spec.delayDays}`);
  if (entityColumns(spec.entity).length === 0) {
    throw new InvalidArgumentError('features: entity must name a column, got none');
  }
  const names = behaviourNames(spec);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new InvalidArgumentError(`features: behaviour features must have different names, got "${twice}" twice`, {
    details: { feature: twice },
    hint: 'Features of several entities are named after their columns, those of the terminal "terminal_…": name each entity once, and call no entity column "terminal" where there is a terminal too.',
  });
}
