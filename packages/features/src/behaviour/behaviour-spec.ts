import { InvalidArgumentError } from '@fraudx/core';
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
  entity: z.string().min(1),
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

/** The columns that a spec adds, in order. */
export function behaviourNames(spec: BehaviourSpec): string[] {
  const has = (statistic: BehaviourStatistic): boolean => spec.statistics.includes(statistic);
  const each = (statistic: BehaviourStatistic, name: string): string[] =>
    has(statistic) ? spec.windowDays.map((days) => `${name}_${days}d`) : [];
  const longest = Math.max(...spec.windowDays);
  const ofAmount = spec.amount === undefined ? (): string[] => [] : each;
  const customer = [
    ...each('count', 'customer_count'),
    ...ofAmount('mean', 'customer_mean_amount'),
    ...ofAmount('sum', 'customer_sum_amount'),
    ...ofAmount('max', 'customer_max_amount'),
    ...ofAmount('std', 'customer_std_amount'),
    ...(spec.terminal === undefined ? [] : each('distinct', 'customer_distinct_terminals')),
    ...each('velocity', 'customer_velocity').filter((name) => name !== `customer_velocity_${longest}d`),
    ...(has('deviation') && spec.amount !== undefined ? ['customer_amount_deviation'] : []),
    ...(has('since_last') ? ['customer_seconds_since_last'] : []),
  ];
  if (spec.terminal === undefined) return customer;
  return [
    ...customer,
    ...each('count', 'terminal_count'),
    ...(spec.target === undefined ? [] : each('risk', 'terminal_risk')),
  ];
}

/** Checks the ranges of windows and delay. */
export function checkBehaviourSpec(spec: BehaviourSpec): void {
  if (spec.windowDays.length === 0 || spec.windowDays.some((days) => !(days > 0))) {
    throw new InvalidArgumentError(
      `features: windowDays must be numbers > 0, got ${spec.windowDays.join(', ') || 'none'}`,
    );
  }
  if (!(spec.delayDays >= 0)) throw new InvalidArgumentError(`features: delayDays must be >= 0, got ${spec.delayDays}`);
}
