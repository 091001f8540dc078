import type { Progress } from '@fraudx/core';
import type { SweepStudyName } from './sweep-plan.ts';

/**
 * Progress of one stage: that of its study under the name of the stage. Of the feature stage, whose studies have one trial each, nothing: the sweep itself
 * counts strategies.
 */
export function stageProgress(stage: SweepStudyName, progress: Progress): Progress {
  if (stage === 'features') return () => {};
  return (event) => progress(event.task === 'tune' ? { ...event, task: stage } : event);
}
