import { InvalidArgumentError } from '@fraudx/core';
import { defaultPrefix } from '@fraudx/promotion';
import type { CommandResult } from '../../command.ts';
import type { Io } from '../../io.ts';
import type { Settings } from '../../settings/settings.ts';
import { document } from '../../output/lines.ts';

/** The smallest IAM policy with which this config can promote, roll back and watch. */
export async function promoterPolicy(settings: Settings, io: Io): Promise<CommandResult> {
  const { configBucket, keyPrefix, parameterPrefix, stateMachineArn, registryVersion } =
    settings.config.promotion ?? {};
  if (configBucket === undefined) {
    throw new InvalidArgumentError('doctor: a config bucket must be given for --policy, got none', {
      code: 'BUCKET_MISSING',
      hint: 'Give --config-bucket BUCKET, or set promotion.configBucket in fraudx.yaml.',
    });
  }
  const { createPromoterPolicy } = await import('@fraudx/aws');
  const [, partition, , region, account] = stateMachineArn?.split(':') ?? [];
  const policy = createPromoterPolicy({
    bucket: configBucket,
    keyPrefix: keyPrefix?.replace(/^\/+|(?<!\/)\/+$/g, ''),
    parameterPrefix: parameterPrefix ?? defaultPrefix,
    stateMachineArn,
    registryVersion,
    partition,
    region: settings.config.aws?.region ?? region ?? io.env['AWS_REGION'],
    account,
  });
  return { json: policy, text: document(JSON.stringify(policy, null, 2)) };
}
