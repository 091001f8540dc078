import { setTimeout as wait } from 'node:timers/promises';
import { NotFoundError, OutsideError, throwIfAborted, timeText, shellQuoted } from '@fraudx/core';
import type { PipelineExecution, ProductionIntegrator } from '@fraudx/promotion';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { oneLine } from '../../output/one-line.ts';
import { bold, styled } from '../../output/style.ts';
import { facts } from '../../output/table.ts';
import type { TargetOptions } from '../../options/target-options.ts';
import { repeatTargetOptions } from '../../options/target-options.ts';
import { loadTargetSettings } from '../../settings/load-target-settings.ts';
import { openIntegrator } from '../../production/open-integrator.ts';
import { sections } from '../../output/lines.ts';

/** Options of `fraudx pipeline watch`. */
export interface WatchOptions extends TargetOptions {
  readonly every?: number;
  readonly timeout?: number;
}

async function resolveArn(integrator: ProductionIntegrator, named: string | undefined): Promise<string> {
  // ARNs of both targets have colons, ids of promotions have none
  if (named?.includes(':') === true) return named;
  const arn =
    named === undefined
      ? (await integrator.listPromotions()).find((promotion) => promotion.executionArn !== undefined)?.executionArn
      : (await integrator.showPromotion(named)).execution?.arn;
  if (arn !== undefined) return arn;
  throw new NotFoundError(
    'EXECUTION_NOT_FOUND',
    named === undefined
      ? 'pipeline: a promotion must have started it, got none'
      : `pipeline: ${named} must have started it, got a promotion that did not`,
    { hint: 'fraudx promote --trigger starts the pipeline.' },
  );
}

function render(execution: PipelineExecution): CommandResult {
  const { status } = execution;
  const failed = status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
  const colour = failed ? 'red' : status === 'SUCCEEDED' ? 'green' : 'yellow';
  const time = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    json: {
      execution_arn: execution.executionArn,
      name: execution.name,
      status,
      started_at: time(execution.startedAt),
      stopped_at: time(execution.stoppedAt),
      input: execution.input,
      output: execution.output ?? null,
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
    text: sections(
      `${bold(execution.name)}  ${styled(colour, status)}`,
      facts([
        ['arn', execution.executionArn],
        ['started', `${timeText(execution.startedAt)} UTC`],
        ...(execution.stoppedAt === undefined
          ? []
          : [['stopped', `${timeText(execution.stoppedAt)} UTC`] as [string, string]]),
        ['input', execution.input],
        ...(execution.output === undefined ? [] : [['output', execution.output] as [string, string]]),
        ...(execution.error === undefined
          ? []
          : [['error', `${execution.error}: ${execution.cause ?? ''}`] as [string, string]]),
      ]),
    ),
    exitCode: failed ? EXIT.negative : EXIT.done,
  };
}

/** Shows how an execution stands. Exit code 1 when it failed. */
export async function runPipelineStatus(
  [named]: readonly [string | undefined],
  options: TargetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const integrator = await openIntegrator(await loadTargetSettings(options, io), io, options, { create: false });
  return render(await integrator.checkPipelineStatus(await resolveArn(integrator, named)));
}

/** Waits until an execution ends. Exit code 1 when it failed, 3 when it takes too long. */
export async function runPipelineWatch(
  [named]: readonly [string | undefined],
  options: WatchOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const integrator = await openIntegrator(await loadTargetSettings(options, io), io, options, { create: false });
  const arn = await resolveArn(integrator, named);
  const minutes = options.timeout ?? 120;
  const until = performance.now() + minutes * 60_000;
  let shown = '';
  for (;;) {
    const execution = await integrator.checkPipelineStatus(arn);
    if (execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE') return render(execution);
    if (options.quiet !== true && execution.status !== shown)
      io.err(`${oneLine(`${execution.name} ${execution.status}`)}\n`);
    shown = execution.status;
    if (performance.now() >= until) {
      throw new OutsideError('PIPELINE_TIMEOUT', `pipeline: ${arn} must end within ${minutes} minutes, got ${shown}`, {
        details: { executionArn: arn },
        retryable: true,
        hint: `It continues by itself. Next: fraudx pipeline watch ${shellQuoted(arn)} ${repeatTargetOptions(options)}`.trimEnd(),
      });
    }
    await wait((options.every ?? 15) * 1000, undefined, { signal: io.signal }).catch(() => {});
    throwIfAborted(io.signal, 'pipeline watch');
  }
}
