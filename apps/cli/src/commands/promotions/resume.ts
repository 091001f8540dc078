import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { bold } from '../../output/style.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { stepLines } from '../../production/step-lines.ts';
import { lines } from '../../output/lines.ts';

/** Finishes an interrupted promotion or rollback. Exit code 1 when it ended by being undone. */
export async function runPromotionsResume(
  [named]: readonly [string | undefined],
  options: TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io);
  const integrator = await openIntegrator(settings, io, options);
  const journal = await integrator.resume(named, { signal: io.signal, onStep: stepLines(io, options) });
  const done = journal.state === 'DONE';
  return {
    json: {
      promotion_id: journal.id,
      kind: journal.kind,
      state: journal.state,
      run_id: journal.request.runId,
      execution_arn: journal.execution?.arn ?? null,
      left_alone: journal.leftAlone,
    },
    text: lines(`${bold(journal.id)}  ${done ? 'is done' : 'was undone; production is as it was before'}`),
    exitCode: done ? EXIT.done : EXIT.negative,
  };
}
