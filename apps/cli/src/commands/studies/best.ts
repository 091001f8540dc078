import { shellQuoted, StateError } from '@fraudx/core';
import { yamlText } from '@fraudx/pipelines/config';
import { bestRounds, configOfTrial, confirmationJson, confirmationOf } from '@fraudx/pipelines';
import type { ParamValue, TrialRecord } from '@fraudx/tuning';
import { trialForTools } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { lines } from '../../output/lines.ts';
import { openStudy } from './open-study.ts';
import { valueText } from './render.ts';

/**
 * Prints the hyperparameters of the trial that was kept, the best one unless its comparison with the defaults kept another, or of each trial that no other
 * one beats, as `params:` of a config.
 */
export async function runStudiesBest(
  [named]: readonly [string],
  options: CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { summary, history, facts, workspace } = await openStudy(named, options, io);
  const { study, best, front, infeasible } = summary;
  const confirmation = confirmationOf(facts, best);
  const kept = history.find((one): one is TrialRecord => one.trial === confirmation?.kept && one.state !== 'running');
  const trials = best === undefined ? front : [kept ?? best];
  if (trials.length === 0) {
    throw new StateError(
      'STUDY_WITHOUT_RESULT',
      `studies: ${study.studyId} must have a complete trial${infeasible === 0 ? '' : ' that violates no constraint'}, got none`,
      {
        details: { studyId: study.studyId },
        hint:
          study.name === undefined
            ? `Go on with it: fraudx tune --resume=${shellQuoted(study.studyId)}`
            : `Go on with it: fraudx tune --study=${shellQuoted(study.name)}`,
      },
    );
  }
  const isOther = kept !== undefined && kept.trial !== best?.trial;
  const configs = await Promise.all(trials.map((trial) => configOfTrial(workspace, trial)));
  const block = (name: string, values: Readonly<Record<string, ParamValue>>): string[] =>
    Object.keys(values).length === 0
      ? []
      : [`${name}:`, ...Object.entries(values).map(([key, value]) => `  ${yamlText(key)}: ${yamlText(value)}`)];
  const said = trials.flatMap((trial, i) => [
    `# trial ${trial.trial} of ${study.studyId}: ${valueText(trial, facts.metrics)}`,
    ...(isOther
      ? [
          `# kept by the comparison with the defaults; trial ${best!.trial} has the best value of the search, ${valueText(best)}`,
        ]
      : []),
    ...(bestRounds(trial) === undefined
      ? []
      : [`# early stopping kept ${bestRounds(trial)} rounds, with which the model was fitted`]),
    ...block('params', configs[i]!.params),
    ...block('categoryEncoding', configs[i]!.categoryEncoding),
  ]);
  return {
    json: {
      study_id: study.studyId,
      trials: trials.map((trial, i) => ({ ...trialForTools(trial), config: configs[i] })),
      ...(best === undefined ? {} : { best_of_search: best.trial, confirmation: confirmationJson(confirmation) }),
    },
    text: lines(...said),
  };
}
