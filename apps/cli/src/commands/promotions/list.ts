import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { timeText } from '@fraudx/core';
import { noteWarnings } from '../../output/warnings.ts';
import { table } from '../../output/table.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { repeatTargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { lines } from '../../output/lines.ts';

/** A journal that cannot be read. */
interface Damaged {
  readonly promotion_id: string;
  readonly file: string;
  readonly problem: string;
}

/** Lists promotions and rollbacks, newest first; journals that cannot be read are named beside them. */
export async function runPromotionsList(
  _args: readonly [],
  options: TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io);
  const damaged: Damaged[] = [];
  const promotions = await (
    await openIntegrator(settings, io, options, { create: false })
  ).listPromotions({
    onDamaged: (promotionId, { message, details }) =>
      damaged.push({ promotion_id: promotionId, file: details['uri'] as string, problem: message }),
  });
  noteWarnings(io, options, [
    ...damaged.map(({ problem }) => `${problem}; it is left out`),
    ...(damaged.length === 0 ? [] : ['fraudx promotions verify shows what else is damaged']),
  ]);
  const rows = promotions.map((item) => [
    item.promotionId,
    item.state,
    timeText(item.createdAt).slice(0, 16),
    item.runId,
    item.approvedBy,
    String(item.changes),
    item.rollbackOf ?? '–',
  ]);
  return {
    json: {
      promotions: promotions.map((item) => ({
        promotion_id: item.promotionId,
        kind: item.kind,
        state: item.state,
        created_at: new Date(item.createdAt).toISOString(),
        run_id: item.runId,
        experiment: item.experiment,
        algorithm: item.algorithm,
        approved_by: item.approvedBy,
        changes: item.changes,
        rollback_of: item.rollbackOf ?? null,
        execution_arn: item.executionArn ?? null,
      })),
      damaged,
    },
    text:
      rows.length === 0 && damaged.length > 0
        ? lines('No promotion that can be read.')
        : rows.length === 0
          ? lines(
              `Nothing has been promoted yet. Start with: ${['fraudx promote --dry-run', repeatTargetOptions(options)].join(' ').trimEnd()}`,
            )
          : table(
              ['promotion', 'state', 'created (UTC)', 'run', 'approved by', 'changes', 'rolls back'],
              rows,
              io.columns,
            ),
  };
}
