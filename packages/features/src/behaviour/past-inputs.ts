import { entityColumns } from '@fraudx/core';
import type { BehaviourSpec } from './behaviour-spec.ts';

/** What features of past behaviour are made of. */
export interface PastInputs {
  readonly time: string;
  /** Columns of ids whose past is looked at. */
  readonly entities: readonly string[];
  readonly terminal: string | undefined;
  readonly amount: string | undefined;
  /** The label, where the risk of terminals is learned from it. */
  readonly target: string | undefined;
  readonly windowDays: readonly number[];
  /** Days until a label is known. */
  readonly delayDays: number;
}

/** What the features of a spec are made of. */
export function pastInputsOf({
  time,
  entity,
  terminal,
  amount,
  target,
  windowDays,
  delayDays,
  statistics,
}: BehaviourSpec): PastInputs {
  const hasRisk = terminal !== undefined && statistics.includes('risk');
  const entities = entityColumns(entity);
  return { time, entities, terminal, amount, target: hasRisk ? target : undefined, windowDays, delayDays };
}
