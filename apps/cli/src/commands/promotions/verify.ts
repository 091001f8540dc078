import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { styled } from '../../output/style.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { lines } from '../../output/lines.ts';

/** Checks the history of promotions. Exit code 1 when something is not as it was written. */
export async function runPromotionsVerify(
  _args: readonly [],
  options: TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadTargetSettings(options, io);
  const integrator = await openIntegrator(settings, io, options, { create: false });
  const { ok, entries, head, problems } = await integrator.verifyHistory();
  const summary = `${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  const more = head === undefined ? [] : [`  head ${head}`];
  return {
    json: { ok, entries, head: head ?? null, problems },
    text: ok
      ? lines(`${styled('green', '✓')} the history is as it was written: ${summary}`, ...more)
      : lines(
          `${styled('red', '✗')} the history was changed: ${summary}`,
          ...more,
          ...problems.map(({ key, problem }) => `  ${key}: ${problem}`),
        ),
    exitCode: ok ? EXIT.done : EXIT.negative,
  };
}
