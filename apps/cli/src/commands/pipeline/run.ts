import { OutsideError, timeText } from '@fraudx/core';
import type { PipelineExecution } from '@fraudx/promotion';
import { findExecution, waitForPipeline } from '@fraudx/promotion';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { oneLine } from '../../output/one-line.ts';
import { operand } from '../../output/operand.ts';
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
  return render(await integrator.checkPipelineStatus(await findExecution(integrator, named)));
}

/** Waits until an execution ends. Exit code 1 when it failed, 3 when it takes too long. */
export async function runPipelineWatch(
  [named]: readonly [string | undefined],
  options: WatchOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const integrator = await openIntegrator(await loadTargetSettings(options, io), io, options, { create: false });
  const arn = await findExecution(integrator, named);
  const next = `Next: fraudx pipeline watch ${operand(arn)} ${repeatTargetOptions(options)}`.trimEnd();
  const execution = await waitForPipeline(integrator, arn, {
    ...(options.every === undefined ? {} : { every: options.every * 1000 }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout * 60_000 }),
    signal: io.signal,
    onStatus: ({ name, status }) => {
      if (options.quiet !== true) io.err(`${oneLine(`${name} ${status}`)}\n`);
    },
  }).catch((error: unknown) => {
    if (!(error instanceof OutsideError) || error.code !== 'PIPELINE_TIMEOUT') throw error;
    const { code, message, details, retryable, cause, hint = '' } = error;
    throw new OutsideError(code, message, { details, retryable, cause, hint: `${hint} ${next}` });
  });
  return render(execution);
}
