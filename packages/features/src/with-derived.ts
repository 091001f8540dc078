import type { Frame } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import { addDerivedColumns } from './derived/derived-columns.ts';
import type { FeaturePlan } from './feature-plan.ts';

/** The frame with the columns that are computed from each row's own values. */
export function withDerived({ derived }: FeaturePlan, frame: Frame): Frame {
  if (derived === undefined) return frame;
  const derivations = Object.fromEntries(derived.columns.map(({ name, expression }) => [name, expression]));
  const zone = openTimeZone(derived.zone);
  return addDerivedColumns(frame, derivations, { clock: (ms) => zone.localOf(ms) }).frame;
}
