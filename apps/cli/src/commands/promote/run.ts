import type { Evaluation } from '@fraudx/evaluation';
import { modelDigest } from '@fraudx/models';
import type { PromotionPlan, PromotionRequest } from '@fraudx/promotion';
import type { RunRecord } from '@fraudx/tracking';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import {
  checkOverlap,
  choiceJson,
  choiceNotes,
  chooseRun,
  loadModelOf,
  measureOnTest,
  overlapNotes,
  recordMeasured,
  rememberedGates,
  reopenDataset,
  testReadNotes,
  withOtherThreshold,
} from '@fraudx/pipelines';
import type { SavedModel } from '@fraudx/pipelines';
import { openWorkspace } from '../../open-workspace.ts';
import { EXIT } from '../../exit-codes.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { quoted, repeatTargetOptions } from '../../options/target-options.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { lockNotes, stepLines } from '../../production/step-lines.ts';
import type { Settings } from '../../settings/settings.ts';
import type { AgainstChampion } from './against-champion.ts';
import { againstChampion } from './against-champion.ts';
import { approverNotes, approverOf, requiresApprover } from './approver.ts';
import { isConfirmed } from './confirmation.ts';
import { declinedJson, planJson, reportJson } from './json.ts';
import { parameterRules } from './parameter-rules.ts';
import { renderPlan, renderPromotion } from './render.ts';

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

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

interface Judged {
  readonly evaluation: Evaluation;
  readonly against: AgainstChampion;
  /** Of the model, with another threshold where one was asked for. */
  readonly manifest: SavedModel['manifest'];
}

/** Measures the model on its test rows under the gates of the current config, and against the champion; a dry run keeps nothing of it. */
async function judge(
  workspace: Workspace,
  record: RunRecord,
  saved: SavedModel,
  settings: Settings,
  { io }: CommandContext,
  options: PromoteOptions & CommonOptions,
): Promise<Judged> {
  const bar = await createProgressBar(io, options);
  try {
    const dataset = await reopenDataset(record, settings, { progress: bar.progress, signal: io.signal }, saved);
    const other =
      options.threshold === undefined
        ? undefined
        : await withOtherThreshold(options.threshold, workspace, record, dataset, saved.manifest);
    const manifest = other?.manifest ?? saved.manifest;
    const overlap = overlapNotes(checkOverlap('promote', dataset, options.allowOverlap ?? false));
    const notes = [...overlap, ...(other?.notes ?? [])];
    const input = { runId: record.runId, workspace, dataset, settings, signal: io.signal, ...saved, manifest, notes };
    const measured = await measureOnTest(input);
    const against = await againstChampion(measured, input);
    if (options.dryRun === true)
      return { evaluation: measured.evaluation, against: withNotes(against, other?.notes), manifest };
    const reads = await recordMeasured(input, measured);
    return {
      evaluation: measured.evaluation,
      against: withNotes(against, [...(other?.notes ?? []), ...testReadNotes(reads)]),
      manifest,
    };
  } finally {
    bar.stop();
  }
}

function withNotes(against: AgainstChampion, notes: readonly string[] = []): AgainstChampion {
  return { ...against, notes: [...against.notes, ...notes] };
}

/** The exit code that the promotion itself would have after these checks. */
function preflightExit({ preflight }: PromotionPlan): number {
  const failed = preflight.filter((check) => !check.ok);
  if (failed.length === 0) return EXIT.done;
  return failed.every((check) => check.kind === 'invalid') ? EXIT.usage : EXIT.outside;
}

/** The settings with the gates that the latest `fraudx evaluate` asked besides: what it refused must not pass here. */
async function withRememberedGates(settings: Settings, folder: string, allowRough: boolean): Promise<Settings> {
  const remembered = await rememberedGates(folder);
  const gates = [...new Set([...(settings.config.evaluation?.gates ?? []), ...remembered])];
  const evaluation = { ...settings.config.evaluation, gates, ...(allowRough ? { allowRough } : {}) };
  return { ...settings, config: { ...settings.config, evaluation } };
}

/** The threshold of a model, and what chose it where its manifest says so. */
function decisionOf({
  threshold,
  thresholdStrategy,
}: SavedModel['manifest']): NonNullable<PromotionRequest['decision']> {
  return { threshold, ...(thresholdStrategy === undefined ? {} : { strategy: thresholdStrategy }) };
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
    ...valued.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${quoted(value)}`])),
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
  context: CommandContext,
): Promise<CommandResult> {
  const { io } = context;
  const settings = await loadTargetSettings(options, io, {
    trigger: options.trigger,
    prune: options.prune,
    registryVersion: options.registryVersion,
  });
  const promotion = settings.config.promotion ?? {};
  const local = promotion.target !== 'aws';
  // before the model is measured, which takes a while
  const approvedBy = approverOf(
    'promote',
    options.approvedBy,
    promotion.approvedBy,
    io.env,
    requiresApprover(promotion),
  );
  noteWarnings(io, options, approverNotes(approvedBy));
  const integrator = await openIntegrator(settings, io, options);
  const workspace = await openWorkspace(settings);
  const chosen = await chooseRun(workspace, named, settings);
  const { record } = chosen;
  noteWarnings(io, options, choiceNotes(chosen));
  const saved = await loadModelOf(workspace, record, settings);
  const { sampleWeight } = saved.manifest;
  if (sampleWeight !== undefined) {
    noteWarnings(io, options, [
      `training rows of ${record.runId} are weighed by column "${sampleWeight}"; no hyperparameter says so: the pipeline must weigh them too`,
    ]);
  }
  const gated = await withRememberedGates(settings, saved.folder, options.allowRough ?? false);
  const { evaluation, against, manifest } = await judge(workspace, record, saved, gated, context, options);
  noteWarnings(io, options, against.notes);
  const request: PromotionRequest = {
    runId: record.runId,
    experiment: record.experiment,
    algorithm: saved.manifest.algorithm,
    hyperparameters: saved.manifest.params,
    metrics: evaluation.metrics.values,
    evaluation: evaluation,
    approvedBy,
    trigger: promotion.trigger ?? local,
    prune: promotion.prune,
    registryVersion: promotion.registryVersion,
    testedDate: new Date().toISOString().slice(0, 10),
    model: { folder: saved.folder, sha256: await modelDigest(saved.folder) },
    decision: decisionOf(manifest),
    ...parameterRules(saved.manifest.algorithm),
  };
  const facts = { chosen: choiceJson(chosen), champion: against.json };
  if (options.dryRun === true) {
    const plan = await integrator.plan(request);
    return {
      json: { ...planJson(plan, record.runId), ...facts },
      text: renderPlan(plan, record.runId, repeatOptions(options)),
      exitCode: plan.decision === 'refused' ? EXIT.negative : preflightExit(plan),
    };
  }
  if (
    evaluation.decision === 'accepted' &&
    !(await isConfirmed(request, against, promotion.target ?? 'local', options, io))
  ) {
    return {
      json: { ...declinedJson(record.runId), ...facts },
      text: 'Not confirmed: nothing was changed.',
      exitCode: EXIT.negative,
    };
  }
  const report = await integrator.promoteToProduction(request, {
    signal: io.signal,
    onStep: stepLines(io, options),
  });
  noteWarnings(io, options, lockNotes(report));
  return {
    json: { ...reportJson(report, record.runId), ...facts },
    text: renderPromotion(
      report,
      repeatTargetOptions(options),
      io.errIsTerminal && Number.isFinite(io.columns) && options.quiet !== true,
    ),
    exitCode: report.decision === 'promoted' ? EXIT.done : EXIT.negative,
  };
}
