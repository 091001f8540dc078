import type { AgainstChampion } from '@fraudx/pipelines';
import type { PromotionRequest } from '@fraudx/promotion';
import { expect, it } from 'vitest';
import { isConfirmed } from './confirmation.ts';

const against = { found: { state: 'none' } } as AgainstChampion;
const request = {
  runId: 'run-1',
  algorithm: 'xgboost',
  metrics: { average_precision: 0.5 },
  approvedBy: 'Ada',
  trigger: true,
  prune: true,
} as unknown as PromotionRequest;

async function asked(
  promotion: Parameters<typeof isConfirmed>[2],
  more: Partial<PromotionRequest> = {},
): Promise<string> {
  let question = '';
  const confirm = async (text: string): Promise<boolean> => {
    question = text;
    return false;
  };
  expect(await isConfirmed({ ...request, ...more }, against, promotion, {}, { confirm, env: {} })).toBe(false);
  return question;
}

it('names the place in AWS, what is removed and what is started', async () => {
  const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:Wipe';
  expect(
    await asked({
      target: 'aws',
      configBucket: 'b',
      keyPrefix: 'k',
      parameterPrefix: '/prod/db',
      stateMachineArn: arn,
    }),
  ).toBe(
    `Promote run-1 (xgboost, average precision 0.5000 on test rows) to aws (s3://b/k, parameters below /prod/db), the first promotion, approved by: Ada, and remove the parameters that it does not have and start the pipeline ${arn}?`,
  );
  expect(await asked({ target: 'aws', configBucket: 'b' }, { trigger: false, prune: false })).toMatch(
    /aws \(s3:\/\/b, parameters below \/fraud-detection\/hyperparameters\), the first promotion, approved by: Ada\?$/,
  );
});

it('stays short where production is the local folder', async () => {
  expect(await asked({}, { prune: false })).toMatch(
    / to local, the first promotion, approved by: Ada, and start the pipeline\?$/,
  );
});
