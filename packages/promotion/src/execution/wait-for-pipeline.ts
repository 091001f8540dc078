import { setTimeout as wait } from 'node:timers/promises';
import { InvalidArgumentError, NotFoundError, OutsideError, throwIfAborted } from '@fraudx/core';
import type { PipelineExecution } from '../ports/pipeline-runner.ts';
import type { ProductionIntegrator } from '../production-integrator.ts';

/**
 * The execution of the pipeline that a promotion started.
 *
 * @param named - A promotion (as for `showPromotion`), or the execution itself. Default: that of the latest promotion that started one.
 * @returns Its ARN, or what another target names it by.
 * @throws {NotFoundError} `EXECUTION_NOT_FOUND`: the promotion started none, or no promotion did. `PROMOTION_NOT_FOUND`.
 */
export async function findExecution(
  production: Pick<ProductionIntegrator, 'listPromotions' | 'showPromotion'>,
  named?: string,
): Promise<string> {
  // ARNs of both targets have colons, ids of promotions have none
  if (named?.includes(':') === true) return named;
  const arn =
    named === undefined
      ? (await production.listPromotions()).find((promotion) => promotion.executionArn !== undefined)?.executionArn
      : (await production.showPromotion(named)).execution?.arn;
  if (arn !== undefined) return arn;
  throw new NotFoundError(
    'EXECUTION_NOT_FOUND',
    named === undefined
      ? 'pipeline: a promotion must have started it, got none'
      : `pipeline: ${named} must have started it, got a promotion that did not`,
    { hint: 'A promotion starts the pipeline only where that is asked for.' },
  );
}

/** How long and how often {@link waitForPipeline} looks. */
export interface WaitOptions {
  /** Milliseconds between two looks, >= 0. Default: 15 000. */
  readonly every?: number;
  /** Milliseconds until it gives up, >= 0. Default: 2 hours. */
  readonly timeout?: number;
  /** Called while it has not ended: at first, and whenever its status has changed. */
  readonly onStatus?: (execution: PipelineExecution) => void;
  /** Stops the waiting; the execution goes on. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until an execution of the pipeline has ended, well or not.
 *
 * @returns How it stands then.
 * @throws {OutsideError} `PIPELINE_TIMEOUT`: it still runs after `timeout`; it goes on by itself.
 * @throws {NotFoundError} `EXECUTION_NOT_FOUND`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function waitForPipeline(
  production: Pick<ProductionIntegrator, 'checkPipelineStatus'>,
  executionArn: string,
  options: WaitOptions = {},
): Promise<PipelineExecution> {
  const { every = 15_000, timeout = 2 * 3_600_000, onStatus, signal } = options;
  for (const [name, value] of Object.entries({ every, timeout })) {
    if (!(value >= 0))
      throw new InvalidArgumentError(`${name} must be at least 0, got ${value}`, { subject: 'waitForPipeline' });
  }
  const until = performance.now() + timeout;
  let seen = '';
  for (;;) {
    const execution = await production.checkPipelineStatus(executionArn);
    const { status } = execution;
    if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE') return execution;
    if (status !== seen) onStatus?.(execution);
    seen = status;
    if (performance.now() >= until) {
      const minutes = Math.round(timeout / 6000) / 10;
      throw new OutsideError(
        'PIPELINE_TIMEOUT',
        `pipeline: ${executionArn} must end within ${minutes} minutes, got ${status}`,
        { details: { executionArn }, retryable: true, hint: 'It continues by itself.' },
      );
    }
    await wait(every, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    throwIfAborted(signal, 'pipeline');
  }
}
