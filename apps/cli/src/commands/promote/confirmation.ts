import type { PromotionRequest } from '@fraudx/promotion';
import { defaultPrefix } from '@fraudx/promotion';
import type { Io } from '../../io.ts';
import { metricText } from '@fraudx/core';
import type { AgainstChampion } from '@fraudx/pipelines';
import type { FraudxConfig } from '@fraudx/pipelines/config';

type Promotion = NonNullable<FraudxConfig['promotion']>;

/** Where production is: for AWS with everything that is written to. */
function place({ target = 'local', configBucket, keyPrefix, parameterPrefix = defaultPrefix }: Promotion): string {
  if (target !== 'aws') return target;
  const objects = [configBucket, keyPrefix].filter((part) => part !== undefined).join('/');
  return `${target} (s3://${objects}, parameters below ${parameterPrefix})`;
}

/** What a promotion does beside writing. */
function more({ prune, trigger }: PromotionRequest, { target = 'local', stateMachineArn }: Promotion): string {
  const machine = target === 'aws' && stateMachineArn !== undefined ? ` ${stateMachineArn}` : '';
  const also = [
    ...(prune === true ? ['remove the parameters that it does not have'] : []),
    ...(trigger ? [`start the pipeline${machine}`] : []),
  ];
  return also.length === 0 ? '' : `, and ${also.join(' and ')}`;
}

/** The change in one sentence. */
function question(request: PromotionRequest, { found }: AgainstChampion, promotion: Promotion): string {
  const { runId, algorithm, metrics, approvedBy } = request;
  const instead =
    found.state === 'none'
      ? 'the first promotion'
      : found.state === 'this-run'
        ? 'in production already'
        : `in place of ${found.runId ?? 'what is there'}`;
  const quality = `average precision ${metricText(metrics['average_precision'])} on test rows`;
  return `Promote ${runId} (${algorithm}, ${quality}) to ${place(promotion)}, ${instead}, approved by: ${approvedBy}${more(request, promotion)}?`;
}

/** Whether to go on: asked at a terminal unless told not to, never in a CI job. */
export async function isConfirmed(
  request: PromotionRequest,
  against: AgainstChampion,
  promotion: Promotion,
  { yes }: { readonly yes?: boolean },
  { confirm, env }: Pick<Io, 'confirm' | 'env'>,
): Promise<boolean> {
  const isCi = env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
  if (yes === true || isCi || confirm === undefined) return true;
  return await confirm(question(request, against, promotion));
}
