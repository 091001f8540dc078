import type { TrialRecord } from '@fraudx/tuning';
import type { StageGain } from './stage-gain.ts';
import { gainOver } from './stage-gain.ts';
import type { StudyState } from './stage-state.ts';
import { bestStrategy, studyOf } from './stage-state.ts';
import type { SweepPlan, SweepStudyName } from './sweep-plan.ts';

/** How the final stage compares with the defaults and with the stages before it, on the same validation rows. */
export interface SweepComparison {
  /** Where the model comes from: the final stage, unless its interval says that it is worse than something before it. */
  readonly kept: SweepStudyName;
  /** The defaults of the algorithm with the same features, as a training without a sweep has them; absent where they were not measured. */
  readonly defaults?: {
    readonly value: number;
    readonly runId?: string;
    readonly study: string;
    /** Of the final stage over the defaults. */
    readonly gain?: StageGain;
  };
  /** What the final stage is worse than: its gain over each, whose interval lies below 0. */
  readonly worseThan: readonly (StageGain & { readonly than: SweepStudyName })[];
}

/** Whether an interval leaves no doubt that the later one is worse. */
function isWorse(gain: StageGain | undefined): gain is StageGain {
  return gain?.interval !== undefined && gain.interval[1] < 0;
}

/**
 * Compares the best trial of the final stage with the defaults and the best trials of the stages before; undefined before it is measured.
 *
 * The final stage is kept unless the 95 % interval of its gain over another one lies below 0; then the best of those is. All were measured on the same validation
 * rows, and all but the defaults were chosen there.
 */
export function compareFinal(studies: readonly StudyState[], plan: SweepPlan): SweepComparison | undefined {
  const final = studyOf(studies, 'final').best;
  if (final?.value === undefined) return undefined;
  const defaults = studyOf(studies, 'defaults');
  const earlier: readonly (StudyState | undefined)[] = [
    defaults,
    studyOf(studies, 'refined'),
    studyOf(studies, 'broad'),
    bestStrategy(studies, plan),
  ];
  const compared = earlier.flatMap((study) => {
    const best = study?.best;
    if (study === undefined || best?.value === undefined) return [];
    return [{ than: study.stage, best, gain: gainOver(best, final, plan) }];
  });
  const sign = plan.direction === 'maximize' ? -1 : 1;
  const worse = compared.filter((one): one is typeof one & { gain: StageGain } => isWorse(one.gain));
  const better = worse.toSorted((a, b) => sign * (a.best.value! - b.best.value!))[0];
  return {
    kept: better?.than ?? 'final',
    ...defaultsOf(defaults, compared.find(({ than }) => than === 'defaults')?.gain),
    worseThan: worse.map(({ than, gain }) => ({ than, ...gain })),
  };
}

function defaultsOf({ best, name }: StudyState, gain: StageGain | undefined): Pick<SweepComparison, 'defaults'> {
  if (best?.value === undefined) return {};
  const { value, runId }: TrialRecord = best;
  return {
    defaults: {
      value,
      ...(runId === undefined ? {} : { runId }),
      study: name,
      ...(gain === undefined ? {} : { gain }),
    },
  };
}
