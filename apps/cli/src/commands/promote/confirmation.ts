import type { PromotionRequest } from '@fraudx/promotion';
import type { Io } from '../../io.ts';
import { metricText } from '@fraudx/core';
import type { AgainstChampion } from '@fraudx/pipelines';

/** The change in one sentence. */
function question(request: PromotionRequest, { found }: AgainstChampion, target: string): string {
  const { runId, algorithm, metrics, approvedBy, trigger } = request;
  const instead =
    found.state === 'none'
      ? 'the first promotion'
      : found.state === 'this-run'
        ? 'in production already'
        : `in place of ${found.runId ?? 'what is there'}`;
  const quality = `average precision ${metricText(metrics['average_precision'])} on test rows`;
  const pipeline = trigger ? ', and start the pipeline' : '';
  return `Promote ${runId} (${algorithm}, ${quality}) to ${target}, ${instead}, approved by: ${approvedBy}${pipeline}?`;
}

/** Whether to go on: asked at a terminal unless told not to, never in a CI job. */
export async function isConfirmed(
  request: PromotionRequest,
  against: AgainstChampion,
  target: string,
  { yes }: { readonly yes?: boolean },
  { confirm, env }: Pick<Io, 'confirm' | 'env'>,
): Promise<boolean> {
  const isCi = env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
  if (yes === true || isCi || confirm === undefined) return true;
  return await confirm(question(request, against, target));
}
