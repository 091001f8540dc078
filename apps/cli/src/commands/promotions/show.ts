import type { PromotionJournal } from '@fraudx/promotion';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { timeText } from '@fraudx/core';
import { bold } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { sections } from '../../output/lines.ts';

/** A cell of the table on one line; `--json` has the whole value. */
function cut(value: string, width: number): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** Where it was made, for a target that has several places. */
function place({ place: made, execution }: PromotionJournal): [string, string][] {
  if (made === undefined) return [];
  const machine = execution?.machine;
  const text =
    typeof made === 'string'
      ? made
      : Object.entries(made)
          .map(([fact, value]) => `${fact} ${value}`)
          .join(', ');
  return [['made in', text], ...(machine === undefined ? [] : [['state machine', machine] as [string, string]])];
}

/** Shows the journal of one promotion or rollback. */
export async function runPromotionsShow(
  [named]: readonly [string],
  options: TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io);
  const journal = await (await openIntegrator(settings, io, options, { create: false })).showPromotion(named);
  // two columns of values beside name, action and status
  const width = io.columns < 120 ? 16 : 60;
  const shown = (value: string | undefined, type: string): string =>
    type === 'SecureString' ? '(secure)' : cut(value ?? '–', width);
  const { request } = journal;
  const general: [string, string][] = [
    ['kind', journal.rollbackOf === undefined ? journal.kind : `${journal.kind} of ${journal.rollbackOf}`],
    ['state', journal.failure === undefined ? journal.state : `${journal.state}: ${journal.failure.message}`],
    ['created', `${timeText(journal.createdAt)} UTC`],
    ['run', `${request.runId} (${request.experiment}, ${request.algorithm})`],
    ['approved by', request.approvedBy],
    ['tested', request.testedDate],
    ...(request.registryVersion === undefined ? [] : [['registry', request.registryVersion] as [string, string]]),
    ...place(journal),
    ['parameters', journal.prefix],
    ['config', journal.config.key],
    ['archive', journal.config.archiveKey ?? '–'],
    ['backup', journal.backup.key],
    ['execution', journal.execution?.arn ?? journal.execution?.name ?? '–'],
  ];
  return {
    json: journal,
    text: sections(
      bold(journal.id),
      facts(general),
      table(
        ['parameter', 'action', 'before', 'after', 'status'],
        journal.writes.map((write) => [
          write.name.slice(journal.prefix.length + 1),
          write.action,
          write.oldVersion === 0 ? '–' : shown(write.oldValue, write.type),
          shown(write.newValue, write.type),
          write.status,
        ]),
      ),
    ),
  };
}
