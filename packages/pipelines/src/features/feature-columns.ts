import { entityColumns } from '@fraudx/core';
import type { BuildFeaturesOptions } from '@fraudx/features';
import type { ExperimentSettings } from '../settings.ts';

/** The columns that features of past behaviour are made of. */
export interface FeatureColumns {
  readonly time: string;
  readonly entity: string | readonly string[];
  readonly terminal: string | undefined;
  readonly amount: string | undefined;
  readonly target: string | undefined;
}

/** The usual names of a table of transactions, where settings name no others. */
export const usualColumns = {
  time: 'tx_datetime',
  entity: 'customer_id',
  terminal: 'terminal_id',
  amount: 'tx_amount',
  target: 'tx_fraud',
} as const;

/**
 * The columns that settings name, else those with usual names; of terminal, amount and target only where the data have them.
 *
 * @param time - The time column that the data have once times have their meaning.
 * @param names - The columns of the data.
 */
export function featureColumnsOf(
  { entity, terminal, amount, target }: ExperimentSettings['config'],
  time: string,
  names: readonly string[],
): FeatureColumns {
  const usual = (role: 'terminal' | 'amount' | 'target'): string | undefined =>
    names.includes(usualColumns[role]) ? usualColumns[role] : undefined;
  return {
    time,
    entity: entity ?? usualColumns.entity,
    terminal: terminal ?? usual('terminal'),
    amount: amount ?? usual('amount'),
    target: target ?? usual('target'),
  };
}

/** Columns in which derived ones may be needed. */
export function inputsOf({ time, entity, terminal, amount }: FeatureColumns): (string | undefined)[] {
  return [time, ...entityColumns(entity), terminal, amount];
}

/** The columns as `buildFeatures` takes them. */
export function definedColumns({
  time,
  entity,
  terminal,
  amount,
  target,
}: FeatureColumns): Pick<BuildFeaturesOptions, keyof FeatureColumns> {
  return {
    time,
    entity,
    ...(amount === undefined ? {} : { amount }),
    ...(terminal === undefined ? {} : { terminal }),
    ...(target === undefined ? {} : { target }),
  };
}
