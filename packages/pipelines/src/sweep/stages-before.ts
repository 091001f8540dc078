import { StateError } from '@fraudx/core';
import type { SweepSummary } from './summarise-sweep.ts';
import type { SweepStageName } from './sweep-plan.ts';
import { sweepStages } from './sweep-plan.ts';

/** A stage needs those before it. @throws {StateError} `SWEEP_STAGE_OPEN`. */
export function checkStagesBefore(stage: SweepStageName, { stages }: SweepSummary, name: string): void {
  const open = stages.slice(0, sweepStages.indexOf(stage)).find(({ state }) => state !== 'finished');
  if (open === undefined) return;
  throw new StateError(
    'SWEEP_STAGE_OPEN',
    `stage ${stage} of "${name}" must come after stage ${open.stage} has finished, got ${open.done} of ${open.planned} trials of it`,
    { subject: 'sweep', details: { stage: open.stage }, hint: 'Run that stage first.' },
  );
}
