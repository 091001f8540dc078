import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { timeText } from '../../output/numbers.ts';
import { bold } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';

/** A cell of the table; `--json` has the whole value. */
function cut(value: string): string {
  return value.length <= 60 ? value : `${value.slice(0, 59)}…`;
}

/** Shows the journal of one promotion or rollback. */
export async function runPromotionsShow(
  [named]: readonly [string],
  options: TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io);
  const journal = await (await openIntegrator(settings, io, options)).showPromotion(named);
  const shown = (value: string | undefined, type: string): string =>
    type === 'SecureString' ? '(secure)' : cut(value ?? '–');
  const { request } = journal;
  const general: [string, string][] = [
    ['kind', journal.rollbackOf === undefined ? journal.kind : `${journal.kind} of ${journal.rollbackOf}`],
    ['state', journal.failure === undefined ? journal.state : `${journal.state}: ${journal.failure.message}`],
    ['created', `${timeText(journal.createdAt)} UTC`],
    ['run', `${request.runId} (${request.experiment}, ${request.algorithm})`],
    ['approved by', request.approvedBy],
    ['tested', request.testedDate],
    ['config', journal.config.key],
    ['archive', journal.config.archiveKey ?? '–'],
    ['backup', journal.backup.key],
    ['execution', journal.execution?.arn ?? journal.execution?.name ?? '–'],
  ];
  return {
    json: journal,
    text: [
      bold(journal.id),
      facts(general),
      table(
        ['parameter', 'action', 'before', 'after', 'status'],
        journal.writes.map((write) => [
          write.name,
          write.action,
          write.oldVersion === 0 ? '–' : shown(write.oldValue, write.type),
          shown(write.newValue, write.type),
          write.status,
        ]),
      ),
    ].join('\n\n'),
  };
}
