import { shellQuoted, StateError } from '@fraudx/core';
import { yamlText } from '@fraudx/pipelines/config';
import { trialForTools } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { lines } from '../../output/lines.ts';
import { openStudy } from './open-study.ts';
import { valueText } from './render.ts';

/** Prints the hyperparameters of the best trial, or of each trial that no other one beats, as `params:` of a config. */
export async function runStudiesBest(
  [named]: readonly [string],
  options: CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { summary, metrics } = await openStudy(named, options, io);
  const { study, best, front, infeasible } = summary;
  const trials = best === undefined ? front : [best];
  if (trials.length === 0) {
    throw new StateError(
      'STUDY_WITHOUT_RESULT',
      `studies: ${study.studyId} must have a complete trial${infeasible === 0 ? '' : ' that violates no constraint'}, got none`,
      {
        details: { studyId: study.studyId },
        hint: `Go on with it: fraudx tune --resume=${shellQuoted(study.studyId)}`,
      },
    );
  }
  const said = trials.flatMap((trial) => [
    `# trial ${trial.trial} of ${study.studyId}: ${valueText(trial, metrics)}`,
    'params:',
    ...Object.entries(trial.params).map(([name, value]) => `  ${yamlText(name)}: ${yamlText(value)}`),
  ]);
  return { json: { study_id: study.studyId, trials: trials.map(trialForTools) }, text: lines(...said) };
}
