import { intermediateValuesSpec, optimizationHistorySpec, paretoFrontSpec, trialTimelineSpec } from '@fraudx/plots';
import type { StudySummary, TrialHistory } from '@fraudx/tuning';
import { isFeasible, valuesOf, violationOf } from '@fraudx/tuning';
import type { CaptionedPicture } from './objective-pictures.ts';
import type { StudyReport } from './study-report.ts';

/** Pairs of values that are drawn against each other, at most. */
const mostPairs = 3;

/** What a caption says of trials that violate a constraint, which pictures of the best leave out. */
function leftOut(history: readonly TrialHistory[]): string {
  const count = history.filter((trial) => violationOf(trial) > 0).length;
  return count === 0 ? '' : `; ${count} that violate a constraint are left out`;
}

function historyPicture({ study, history }: StudyReport, valueTitle: string): CaptionedPicture[] {
  const trials = history.flatMap((trial) => {
    const value = isFeasible(trial) ? valuesOf(trial)?.[0] : undefined;
    return value === undefined ? [] : [{ trial: trial.trial, value }];
  });
  if (trials.length === 0) return [];
  return [
    {
      spec: optimizationHistorySpec({ trials, direction: study.spec.directions[0]!, valueTitle }),
      alt: `${valueTitle} of each trial, with the best so far`,
      caption: `The value of each complete trial in order, and the best one so far: a line that stays flat at its end means that more trials would help little${leftOut(history)}.`,
    },
  ];
}

function frontPictures(
  { study, history }: StudyReport,
  { front }: StudySummary,
  titles: readonly string[],
): CaptionedPicture[] {
  const onFront = new Set(front.map(({ trial }) => trial));
  const complete = history.flatMap((trial) => {
    const values = isFeasible(trial) ? valuesOf(trial) : undefined;
    return values === undefined ? [] : [{ values, onFront: onFront.has(trial.trial) }];
  });
  if (complete.length === 0) return [];
  const pairs = titles.flatMap((_, a) => titles.slice(a + 1).map((__, k) => [a, a + 1 + k] as const));
  return pairs.slice(0, mostPairs).map(([a, b]) => {
    const axisOf = (i: number) => ({ name: titles[i]!, direction: study.spec.directions[i]! });
    return {
      spec: paretoFrontSpec({
        x: axisOf(a),
        y: axisOf(b),
        points: complete.map(({ values, onFront: is }) => ({ x: values[a]!, y: values[b]!, onFront: is })),
      }),
      alt: `${titles[a]} against ${titles[b]} of each trial`,
      caption: `Each dot is a complete trial; of the orange ones none is beaten in every direction, so that the choice among them is yours${leftOut(history)}.`,
    };
  });
}

function reportsPicture({ study, history }: StudyReport, best: number | undefined): CaptionedPicture[] {
  const trials = history.flatMap(({ trial, state, reports = [] }) =>
    reports.some(([, value]) => Number.isFinite(value)) ? [{ trial, state, reports }] : [],
  );
  if (trials.length === 0) return [];
  return [
    {
      spec: intermediateValuesSpec({
        trials,
        direction: study.spec.directions[0]!,
        // what is reported may be another measure than the one that trials are compared by
        valueTitle: 'Reported value',
        ...(best === undefined ? {} : { best }),
      }),
      alt: 'What trials reported while they ran',
      caption:
        'What each trial reported while it ran: pruned trials end early, where others were better at the same step.',
    },
  ];
}

function endOf(trial: TrialHistory, start: number, writtenAt: number): number {
  return trial.state === 'running' ? Math.max(start, writtenAt) : start + trial.durationMs;
}

function timelinePicture({ history, starts = new Map(), writtenAt }: StudyReport): CaptionedPicture[] {
  const trials = history.flatMap((trial) => {
    const start = starts.get(trial.trial);
    if (start === undefined) return [];
    return [{ trial: trial.trial, state: trial.state, start, end: endOf(trial, start, writtenAt) }];
  });
  if (trials.length < 2) return [];
  return [
    {
      spec: trialTimelineSpec({ trials }),
      alt: 'When trials ran',
      caption:
        'When each trial ran and how many ran at once: gaps mean that workers waited, or that nobody worked on the study.',
    },
  ];
}

/** How the search went: its history or its Pareto front, what trials reported, and when they ran; pictures that would be empty are left out. */
export function coursePictures(
  report: StudyReport,
  summary: StudySummary,
  valueTitles: readonly string[],
): CaptionedPicture[] {
  return [
    ...(valueTitles.length === 1
      ? historyPicture(report, valueTitles[0]!)
      : frontPictures(report, summary, valueTitles)),
    ...(valueTitles.length === 1 ? reportsPicture(report, summary.best?.trial) : []),
    ...timelinePicture(report),
  ];
}
