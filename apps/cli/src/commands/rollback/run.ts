import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { openWorkspace } from '../../experiment/workspace.ts';
import { EXIT } from '../../exit-codes.ts';
import { bold, styled } from '../../output/style.ts';
import { loadSettings } from '../../settings/settings.ts';
import { createIntegrator } from '../promote/integrator.ts';

/** Takes a promotion back. Exit code 4 when something was left alone because somebody changed it since. */
export async function runRollback(
  [named]: readonly [string | undefined],
  options: { readonly force?: boolean } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  const workspace = await openWorkspace(settings);
  const integrator = await createIntegrator(workspace, settings, io);
  const report = await integrator.rollback(named, { force: options.force === true, signal: io.signal });
  const listed = (names: readonly string[]): string => names.map((name) => `  ${name}`).join('\n');
  return {
    json: {
      rollback_id: report.rollbackId,
      promotion_id: report.promotionId,
      complete: report.complete,
      steps: report.steps,
      restored: report.restored,
      untouched: report.untouched,
      left_alone: report.leftAlone,
      backup: report.backup,
    },
    text: [
      `${bold(report.rollbackId)}  ${report.promotionId} taken back${report.complete ? '' : ' in part'}`,
      ...(report.restored.length > 0 ? [`restored:\n${listed(report.restored)}`] : ['nothing had to be restored']),
      ...(report.leftAlone.length > 0
        ? [
            `${styled('yellow', 'left alone, because somebody changed them since:')}\n${listed(report.leftAlone)}\n--force restores these too.`,
          ]
        : []),
    ].join('\n\n'),
    exitCode: report.complete ? EXIT.done : EXIT.conflict,
  };
}
