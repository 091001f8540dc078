import { describe, expect, it } from 'vitest';
import { createPromoterPolicy } from './promoter-policy.ts';

const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:';
const input = { bucket: 'fraud-config', parameterPrefix: '/fraud/hyperparameters/' };

describe('createPromoterPolicy', () => {
  it.each([
    [{ bucket: '*' }, 'INVALID_BUCKET'],
    [{ bucket: 'b/*' }, 'INVALID_BUCKET'],
    [{ bucket: 'b${aws:username}' }, 'INVALID_BUCKET'],
    [{ bucket: 'a..b' }, 'INVALID_BUCKET'],
    [{ bucket: '' }, 'BUCKET_MISSING'],
    [{ keyPrefix: 'team-?' }, 'INVALID_KEY_PREFIX'],
    [{ keyPrefix: '${aws:username}' }, 'INVALID_KEY_PREFIX'],
    [{ parameterPrefix: '/*' }, 'INVALID_PREFIX'],
    [{ parameterPrefix: '/' }, 'INVALID_PREFIX'],
    [{ parameterPrefix: '/aws/service' }, 'INVALID_PREFIX'],
    [{ stateMachineArn: `${machine}*` }, 'INVALID_STATE_MACHINE'],
    [{ stateMachineArn: `${machine}Train?` }, 'INVALID_STATE_MACHINE'],
    [{ stateMachineArn: `${machine}Train:*` }, 'INVALID_STATE_MACHINE'],
    [{ stateMachineArn: machine.replace('eu-central-1', '*') }, 'INVALID_STATE_MACHINE'],
    [{ registryVersion: 'arn:aws:sagemaker:eu-central-1:123456789012:model-package/*' }, 'INVALID_REGISTRY_VERSION'],
    [{ registryVersion: '*' }, 'INVALID_REGISTRY_VERSION'],
  ])('lets no name bring a wildcard: %o', (change, code) => {
    expect(() => createPromoterPolicy({ ...input, ...change })).toThrow(
      expect.objectContaining({ code, kind: 'invalid' }),
    );
  });

  it('takes names as AWS has them', () => {
    const policy = createPromoterPolicy({
      ...input,
      keyPrefix: 'team-a/fraud_1',
      stateMachineArn: `${machine}Entraînement:prod`,
      registryVersion: 'arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:model-package/fraud/3',
    });
    const resources = policy.Statement.flatMap(({ Resource }) => Resource);
    expect(resources).toContain('arn:aws:ssm:*:*:parameter/fraud/hyperparameters/*');
    expect(resources).toContain('arn:aws:s3:::fraud-config/team-a/fraud_1/backups/*');
    expect(resources).toContain(`${machine}Entraînement`);
  });
});
