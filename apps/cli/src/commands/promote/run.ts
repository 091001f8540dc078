import { shellQuoted } from '@fraudx/core';
import type { PromotionPlan } from '@fraudx/promotion';
import { choiceJson, createPromotionRequest, judgeRun } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { repeatTargetOptions } from '../../options/target-options.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { lockNotes, stepLines } from '../../production/step-lines.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { approver } from './approver.ts';
import { isConfirmed } from './confirmation.ts';
import { promotionPlanJson, promotionReportJson } from '@fraudx/promotion';
import { renderPlan, renderPromotion } from './render.ts';
import { lines } from '../../output/lines.ts';

/** Options of `fraudx promote`. */
export interface PromoteOptions extends TargetOptions {
  readonly approvedBy?: string;
  readonly registryVersion?: string;
  readonly trigger?: boolean;
  readonly prune?: boolean;
  readonly experiment?: string;
  readonly dryRun?: boolean;
  readonly features?: string;
  readonly allowOverlap?: boolean;
  readonly allowRough?: boolean;
  readonly yes?: boolean;
  readonly threshold?: string;
}

/** The exit code that the promotion itself would have after these checks. */
function preflightExit({ preflight }: PromotionPlan): number {
  const failed = preflight.filter((check) => !check.ok);
  if (failed.length === 0) return EXIT.done;
  return failed.every((check) => check.kind === 'invalid') ? EXIT.usage : EXIT.outside;
}

/** What the command after a dry run must be given to do what was shown. */
function repeatOptions(options: PromoteOptions): string {
  const valued = [
    ['--approved-by', options.approvedBy],
    ['--registry-version', options.registryVersion],
    ['--features', options.features],
    ['--threshold', options.threshold],
  ] as const;
  return [
    repeatTargetOptions(options),
    ...valued.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${shellQuoted(value)}`])),
    ...(options.trigger === undefined ? [] : [options.trigger ? '--trigger' : '--no-trigger']),
    ...(options.prune === true ? ['--prune'] : []),
    ...(options.allowOverlap === true ? ['--allow-overlap'] : []),
    ...(options.allowRough === true ? ['--allow-rough'] : []),
  ]
    .join(' ')
    .trim();
}

/** Promotes the model of a run. Exit code 1 when the gate refuses, 4 when somebody else is promoting. */
export async function runPromote(
  [named]: readonly [string | undefined],
  options: PromoteOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io, {
    trigger: options.trigger,
    prune: options.prune,
    registryVersion: options.registryVersion,
  });
  const promotion = settings.config.promotion ?? {};
  const local = promotion.target !== 'aws';
  // before the model is measured, which takes a while
  const approvedBy = approver('promote', options, settings, io);
  // A run is promoted, so that there is a folder of runs, or nothing to promote.
  const integrator = await openIntegrator(settings, io, options, { create: false });
  const bar = await createProgressBar(io, options);
  const judged = await judgeRun(
    settings,
    {
      run: named,
      allowOverlap: options.allowOverlap ?? false,
      allowRough: options.allowRough ?? false,
      threshold: options.threshold,
      dryRun: options.dryRun ?? false,
    },
    {
      openWorkspace: () => io.container.openWorkspace(settings, { create: false }),
      signal: io.signal,
      progress: bar.progress,
      onNotes: (notes) => {
        if (notes.length > 0) bar.stop();
        noteWarnings(io, options, notes);
      },
    },
  ).finally(() => bar.stop());
  const { chosen, evaluation, against } = judged;
  const { record } = chosen;
  const request = await createPromotionRequest(judged, {
    approvedBy,
    trigger: promotion.trigger ?? local,
    prune: promotion.prune,
    registryVersion: promotion.registryVersion,
  });
  const facts = { chosen: choiceJson(chosen), champion: against.json };
  if (options.dryRun === true) {
    const plan = await integrator.plan(request);
    return {
      json: { ...promotionPlanJson(plan, record.runId), ...facts },
      text: renderPlan(plan, record.runId, repeatOptions(options)),
      exitCode: plan.decision === 'refused' ? EXIT.negative : preflightExit(plan),
    };
  }
  if (evaluation.decision === 'accepted' && !(await isConfirmed(request, against, promotion, options, io))) {
    return {
      // in the form of `promotionReportJson`
      json: {
        promotion_id: '',
        run_id: record.runId,
        decision: 'declined',
        reasons: ['not confirmed'],
        steps: [],
        written: [],
        ...facts,
      },
      text: lines('Not confirmed: nothing was changed.'),
      exitCode: EXIT.negative,
    };
  }
  const report = await integrator.promoteToProduction(request, {
    signal: io.signal,
    onStep: stepLines(io, options),
  });
  noteWarnings(io, options, lockNotes(report));
  return {
    json: { ...promotionReportJson(report, record.runId), ...facts },
    text: renderPromotion(
      report,
      repeatTargetOptions(options),
      io.errIsTerminal && Number.isFinite(io.columns) && options.quiet !== true,
    ),
    exitCode: report.decision === 'promoted' ? EXIT.done : EXIT.negative,
  };
}
