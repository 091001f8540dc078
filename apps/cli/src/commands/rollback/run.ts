import { shellQuoted } from '@fraudx/core';
import type { RollbackReport } from '@fraudx/promotion';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { operand } from '../../output/operand.ts';
import { bold, styled } from '../../output/style.ts';
import { noteWarnings } from '../../output/warnings.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { repeatTargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { lockNotes, stepLines } from '../../production/step-lines.ts';
import { approver } from '../promote/approver.ts';
import type { Lines } from '../../output/lines.ts';
import { lines, sections } from '../../output/lines.ts';

/** The same rollback came again: what is so already, and how to go on from there. */
function repeatedText(report: RollbackReport, command: (words: string) => string): Lines {
  const { rollbackId, promotionId, inEffect } = report;
  return lines(
    `${promotionId} was already rolled back, by ${bold(rollbackId)}: nothing was changed.`,
    inEffect === undefined
      ? 'No promotion is in effect.'
      : `${inEffect} is in effect. To roll it back as well: ${command(operand(inEffect))}`,
  );
}

/** Takes a promotion back. Exit code 4 when something was left alone because somebody changed it since. */
export async function runRollback(
  [named]: readonly [string | undefined],
  options: { readonly force?: boolean; readonly approvedBy?: string } & TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io);
  const approvedBy = approver('rollback', options, settings, io);
  const integrator = await openIntegrator(settings, io, options);
  const report = await integrator.rollback(named, {
    force: options.force === true,
    approvedBy,
    signal: io.signal,
    onStep: stepLines(io, options),
  });
  noteWarnings(io, options, lockNotes(report));
  const command = (words: string): string =>
    [
      `fraudx rollback ${words}`,
      ...(options.approvedBy === undefined ? [] : [`--approved-by ${shellQuoted(options.approvedBy)}`]),
      repeatTargetOptions(options),
    ]
      .join(' ')
      .trimEnd();
  const again = command(`${operand(report.promotionId)} --force`);
  const listed = (names: readonly string[]): string[] => names.map((name) => `  ${name}`);
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
      repeated: report.repeated,
      in_effect: report.inEffect ?? null,
      lock_left: report.lockLeft ?? null,
      next: report.complete ? null : again,
    },
    text: report.repeated
      ? repeatedText(report, command)
      : sections(
          `${bold(report.rollbackId)}  ${report.promotionId} rolled back${report.complete ? '' : ' in part'}`,
          ...(report.restored.length > 0
            ? [lines('restored:', ...listed(report.restored))]
            : ['nothing had to be restored']),
          ...(report.leftAlone.length > 0
            ? [
                lines(
                  styled('yellow', 'left alone, because somebody changed them since:'),
                  ...listed(report.leftAlone),
                  `To restore these too: ${again}`,
                ),
              ]
            : []),
        ),
    exitCode: report.complete ? EXIT.done : EXIT.conflict,
  };
}
