import { NotFoundError } from '@fraudx/core';
import type { StudyRecord, TrialRecord } from '@fraudx/tuning';
import type { Confirmation } from '../confirm/choose-confirmed.ts';
import { parseConfirmation } from '../confirm/stored-confirmation.ts';
import type { OuterEstimate } from '../outer/outer-estimate.ts';
import { storedOuterEstimate } from '../outer/stored-outer.ts';
import type { TuningWorkspace } from '../search-trials.ts';
import { metricsOfText } from '../study-objectives.ts';

/** What a search recorded of its study beside the trials; an imported study has nothing of it. */
export interface StudyFacts {
  /** The metrics by which it searched, one for each direction. */
  readonly metrics?: readonly string[] | undefined;
  /** How the best trials compared with the defaults on rows of their own, when a model was kept last. */
  readonly confirmation?: Confirmation | undefined;
  /** What the search reaches on rows that none of its trials has seen. */
  readonly outer?: OuterEstimate | undefined;
}

/** What the run of a study says of it. */
export async function studyFacts(
  { runs }: Pick<TuningWorkspace, 'runs'>,
  { studyId, spec }: Pick<StudyRecord, 'studyId' | 'spec'>,
): Promise<StudyFacts> {
  try {
    const { params, tags } = await runs.getRun(studyId);
    const { metric } = params;
    const metrics = typeof metric === 'string' ? metricsOfText(metric) : undefined;
    const [direction, ...others] = spec.directions;
    if (direction === undefined || others.length > 0) return { metrics };
    return {
      metrics,
      confirmation: parseConfirmation(tags['confirmation'], direction),
      outer: storedOuterEstimate(tags, { metric: metrics?.[0] ?? 'value', direction }),
    };
  } catch (error) {
    if (error instanceof NotFoundError) return {};
    throw error;
  }
}

/** The comparison with the defaults where the best trial of now was part of it; of a study that was extended since, it says nothing. */
export function confirmationOf(
  { confirmation }: Pick<StudyFacts, 'confirmation'>,
  best: Pick<TrialRecord, 'trial'> | undefined,
): Confirmation | undefined {
  return confirmation?.trials.some(({ trial }) => trial === best?.trial) === true ? confirmation : undefined;
}
