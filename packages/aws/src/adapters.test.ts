import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { DescribeModelPackageCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAwsProduction } from './open-aws-production.ts';

const ssm = mockClient(SSMClient);
const s3 = mockClient(S3Client);
const sfn = mockClient(SFNClient);
const sts = mockClient(STSClient);
const sagemaker = mockClient(SageMakerClient);
let waited: number[];
let now = 0;
const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:Train';

function open(): ReturnType<typeof openAwsProduction> {
  return openAwsProduction({
    region: 'eu-central-1',
    configBucket: 'config-bucket',
    stateMachineArn,
    waiting: {
      now: () => now,
      sleep: async (ms) => {
        waited.push(ms);
        now += ms;
      },
    },
  });
}

function sdkError(name: string, more: object = {}): Error {
  return Object.assign(new Error(name), { name, $metadata: {}, ...more });
}

beforeEach(() => {
  waited = [];
  const unprepared = new Error('no answer prepared');
  ssm.reset().onAnyCommand().rejects(unprepared);
  s3.reset().onAnyCommand().rejects(unprepared);
  sfn.reset().onAnyCommand().rejects(unprepared);
  sts.reset().onAnyCommand().rejects(unprepared);
  sagemaker.reset().onAnyCommand().rejects(unprepared);
});

const write = { name: '/team/eta', value: '0.1', type: 'String' as const, expectedVersion: 3 };

describe('SsmParameterStore', () => {
  it('waits and repeats while SSM says TooManyUpdates or throttles', async () => {
    ssm
      .on(PutParameterCommand)
      .rejectsOnce(sdkError('TooManyUpdates'))
      .rejectsOnce(sdkError('ThrottlingException'))
      .resolves({ Version: 4 });
    expect(await open().parameters.put(write)).toEqual({ version: 4 });
    expect(waited.filter((ms) => ms >= 200)).toEqual([200, 400]);
  });

  it('gives up after six attempts with a retryable error', async () => {
    ssm.on(PutParameterCommand).rejects(sdkError('ThrottlingException'));
    await expect(open().parameters.put(write)).rejects.toMatchObject({ code: 'AWS_THROTTLED', retryable: true });
    expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(6);
  });

  it('does not write twice when only the answer was lost', async () => {
    ssm.on(PutParameterCommand).rejects(sdkError('Error', { code: 'ECONNRESET' }));
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '0.1', Type: 'String', Version: 4 } });
    expect(await open().parameters.put(write)).toEqual({ version: 4 });
    expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(1);
  });

  it('repeats a write that did not arrive, and stops when somebody else wrote', async () => {
    ssm
      .on(PutParameterCommand)
      .rejectsOnce(sdkError('Error', { code: 'ECONNRESET' }))
      .resolves({ Version: 4 });
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '0.5', Type: 'String', Version: 3 } });
    expect(await open().parameters.put(write)).toEqual({ version: 4 });
    ssm.on(PutParameterCommand).rejects(sdkError('Error', { code: 'ECONNRESET' }));
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '0.7', Type: 'String', Version: 4 } });
    await expect(open().parameters.put(write)).rejects.toMatchObject({ code: 'PARAMETER_MOVED' });
  });

  it('gives the versions since one, over all pages, and who wrote them', async () => {
    const by = 'arn:aws:iam::123456789012:user/eve';
    ssm
      .on(GetParameterHistoryCommand)
      .resolvesOnce({ Parameters: [{ Version: 3, Value: 'a', LastModifiedUser: by }], NextToken: 'more' })
      .resolvesOnce({ Parameters: [{ Version: 4, Value: 'b', LastModifiedUser: by }] })
      .rejects(sdkError('ParameterNotFound'));
    const { parameters } = open();
    expect(await parameters.versions('/team/eta', 3)).toEqual([{ version: 4, value: 'b', modifiedBy: by }]);
    expect(await parameters.versions('/team/eta', 3)).toEqual([]);
  });

  it('waits for a name that was just deleted', async () => {
    ssm.on(PutParameterCommand).rejectsOnce(sdkError('ParameterAlreadyExists')).resolves({ Version: 1 });
    ssm.on(GetParameterCommand).rejects(sdkError('ParameterNotFound'));
    expect(await open().parameters.put({ ...write, expectedVersion: 0 })).toEqual({ version: 1 });
    expect(waited).toContain(5000);
  });

  it('writes at most three times in a second', async () => {
    ssm.on(PutParameterCommand).resolves({ Version: 1 });
    const { parameters } = open();
    for (const name of ['a', 'b', 'c', 'd']) {
      await parameters.put({ name: `/team/${name}`, value: '1', type: 'String', expectedVersion: 0 });
    }
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(1000);
  });

  it('follows empty pages, and sends tier and key of a secure parameter again', async () => {
    ssm
      .on(GetParametersByPathCommand)
      .resolvesOnce({ Parameters: [], NextToken: 'more' })
      .resolves({ Parameters: [{ Name: '/team/token', Value: 'x', Type: 'SecureString', Version: 2 }] });
    ssm
      .on(DescribeParametersCommand)
      .resolves({ Parameters: [{ Name: '/team/token', Tier: 'Advanced', KeyId: 'alias/team' }] });
    ssm.on(PutParameterCommand).resolves({ Version: 3 });
    const { parameters } = open();
    const [token] = await parameters.list('/team');
    expect(token).toEqual({
      name: '/team/token',
      value: 'x',
      type: 'SecureString',
      version: 2,
      tier: 'Advanced',
      keyId: 'alias/team',
    });
    await parameters.put({ ...token!, value: 'y', expectedVersion: 2 });
    expect(ssm.commandCalls(PutParameterCommand)[0]?.args[0].input).toMatchObject({
      Overwrite: true,
      Tier: 'Advanced',
      KeyId: 'alias/team',
    });
  });

  it('never repeats a secure value in an error', async () => {
    ssm.on(PutParameterCommand).rejects(sdkError('ValidationException', { message: "Value 'hunter2' is bad" }));
    const failure: unknown = await open()
      .parameters.put({ ...write, value: 'hunter2', type: 'SecureString' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'AWS_ERROR' });
    expect(String(failure) + String((failure as Error).cause)).not.toContain('hunter2');
  });
});

describe('S3ObjectStore', () => {
  const bytes = new TextEncoder().encode('x');

  it('asks again when two conditional writes met, and learns who won', async () => {
    s3.on(PutObjectCommand).rejectsOnce(sdkError('ConditionalRequestConflict')).resolves({ ETag: '"1"' });
    expect(await open().objects.put('a', bytes, { ifNoneMatch: '*' })).toEqual({ etag: '"1"' });
    s3.on(PutObjectCommand)
      .rejectsOnce(sdkError('ConditionalRequestConflict'))
      .rejects(sdkError('PreconditionFailed', { $metadata: { httpStatusCode: 412 } }));
    await expect(open().objects.put('a', bytes, { ifNoneMatch: '*' })).rejects.toMatchObject({
      code: 'OBJECT_CHANGED',
    });
  });

  it('encrypts what holds secrets with a managed key, and sends a SHA-256 checksum', async () => {
    s3.on(PutObjectCommand).resolves({ ETag: '"1"' });
    await open().objects.put('backups/x.json', bytes, { sensitive: true });
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      ChecksumAlgorithm: 'SHA256',
    });
  });

  it('calls a missing key absent, and a refusal a refusal', async () => {
    s3.on(GetObjectCommand).rejectsOnce(sdkError('NoSuchKey')).rejects(sdkError('AccessDenied'));
    expect(await open().objects.get('a')).toBeUndefined();
    await expect(open().objects.get('a')).rejects.toMatchObject({
      code: 'AWS_ACCESS_DENIED',
      hint: expect.stringContaining('s3://config-bucket/a') as string,
    });
  });
});

describe('StepFunctionsPipelineRunner', () => {
  const arn = 'arn:aws:states:eu-central-1:123456789012:execution:Train:promo-1';

  it('takes an existing execution with the same input for its own, and no other', async () => {
    sfn.on(StartExecutionCommand).rejects(sdkError('ExecutionAlreadyExists'));
    sfn
      .on(DescribeExecutionCommand, { executionArn: arn })
      .resolves({ executionArn: arn, name: 'promo-1', status: 'SUCCEEDED', input: '{}' });
    const { pipeline } = open();
    expect(await pipeline.start({ name: 'promo-1', input: '{}' })).toMatchObject({
      executionArn: arn,
      status: 'SUCCEEDED',
    });
    await expect(pipeline.start({ name: 'promo-1', input: '{"a":1}' })).rejects.toMatchObject({
      code: 'EXECUTION_EXISTS',
    });
  });

  it('looks again for an execution that was just started', async () => {
    sfn
      .on(DescribeExecutionCommand)
      .rejectsOnce(sdkError('ExecutionDoesNotExist'))
      .resolves({ executionArn: arn, status: 'RUNNING', input: '{}' });
    expect(await open().pipeline.describe(arn)).toMatchObject({ status: 'RUNNING', name: 'promo-1' });
  });

  it('does not say that there is no execution when it does not know the state machine', async () => {
    const production = openAwsProduction({ configBucket: 'config-bucket', region: 'eu-central-1' });
    await expect(production.pipeline.find('promo-1')).rejects.toMatchObject({ code: 'STATE_MACHINE_MISSING' });
    expect(sfn.calls()).toHaveLength(0);
  });

  it('refuses an input above 262144 bytes', async () => {
    const input = JSON.stringify('ü'.repeat(140_000));
    await expect(open().pipeline.start({ name: 'promo-1', input })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('SageMakerModelRegistry', () => {
  const arn = 'arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud/3';

  it.each([
    ['Approved', true],
    ['Rejected', false],
    ['PendingManualApproval', false],
  ] as const)('gives the full name, and calls %s approved: %s', async (ModelApprovalStatus, approved) => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelPackageArn: arn, ModelApprovalStatus });
    expect(await open().registry.describeVersion('fraud')).toEqual({ id: arn, approved, status: ModelApprovalStatus });
  });

  it('calls a version without any approval status not approved', async () => {
    sagemaker.on(DescribeModelPackageCommand).resolves({ ModelPackageArn: arn });
    expect(await open().registry.describeVersion(arn)).toMatchObject({ approved: false });
  });

  it('takes no region that would lead to another host', () => {
    for (const region of ['@127.0.0.1:1/#', 'eu-central-1.example.org', 'x/', 'EU']) {
      expect(() => openAwsProduction({ configBucket: 'config-bucket', region })).toThrow(
        `aws: region must be a name such as eu-central-1, got "${region}"`,
      );
    }
  });

  it('knows an absent version, a refusal, another region and a wrong name', async () => {
    sagemaker
      .on(DescribeModelPackageCommand)
      .rejectsOnce(sdkError('ValidationException', { message: `ModelPackage ${arn} does not exist.` }))
      .rejects(sdkError('AccessDeniedException'));
    const { registry } = open();
    await expect(registry.describeVersion(arn)).rejects.toMatchObject({ code: 'REGISTRY_VERSION_NOT_FOUND' });
    await expect(registry.describeVersion(arn)).rejects.toMatchObject({
      code: 'AWS_ACCESS_DENIED',
      hint: expect.stringContaining('sagemaker:DescribeModelPackage') as string,
    });
    for (const wrong of [arn.replace('eu-central-1', 'us-east-1'), 'fraud/3', '']) {
      await expect(registry.describeVersion(wrong)).rejects.toMatchObject({ code: 'INVALID_REGISTRY_VERSION' });
    }
    expect(sagemaker.calls()).toHaveLength(2);
  });
});

describe('AwsPreflight', () => {
  it('refuses an express state machine and tells every refused permission', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/dana' });
    ssm.on(GetParametersByPathCommand).rejects(sdkError('AccessDeniedException'));
    ssm.on(DescribeParametersCommand).resolves({});
    s3.onAnyCommand().rejects(sdkError('AccessDenied'));
    sfn.on(DescribeStateMachineCommand).resolves({ type: 'EXPRESS', name: 'Train' });
    const checks = await open().preflight.run({ trigger: true, prefix: '/team' });
    expect(checks[1]?.detail).toContain('(region eu-central-1, account 123456789012)');
    expect(checks.map(({ check, ok, kind }) => [check, ok, kind])).toEqual([
      ['identity', true, undefined],
      ['read parameters', false, 'outside'],
      ['describe parameters', true, undefined],
      ['bucket', false, 'outside'],
      ['read config', false, 'outside'],
      ['state machine', false, 'invalid'],
    ]);
  });

  it('stops at an expired token, which explains everything else', async () => {
    sts.on(GetCallerIdentityCommand).rejects(sdkError('ExpiredToken'));
    const checks = await open().preflight.run({ trigger: true, prefix: '/team' });
    expect(checks).toHaveLength(1);
    expect(checks[0]?.hint).toContain('aws sso login');
  });
});

describe('openAwsProduction', () => {
  it('says in which account and region the parameters are, and asks once', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
    const production = open();
    expect(await production.place()).toMatchObject({
      account: '123456789012',
      region: 'eu-central-1',
      bucket: 'config-bucket',
    });
    await production.place();
    expect(sts.calls()).toHaveLength(1);
  });

  it.each([
    [{ configBucket: '' }, 'BUCKET_MISSING'],
    [{ configBucket: 's3://bucket/path' }, 'INVALID_BUCKET'],
    [{ configBucket: '*' }, 'INVALID_BUCKET'],
    [{ keyPrefix: 'a/*' }, 'INVALID_KEY_PREFIX'],
    [{ stateMachineArn: 'Train' }, 'INVALID_STATE_MACHINE'],
    [{ stateMachineArn: stateMachineArn.replace('Train', '*') }, 'INVALID_STATE_MACHINE'],
    [{ writesPerSecond: 0 }, 'INVALID_PACE'],
  ])('refuses %o', (change, code) => {
    expect(() => openAwsProduction({ configBucket: 'config-bucket', ...change })).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});

describe('an endpoint', () => {
  it.each(['http://me:hush@127.0.0.1:1', 'https://hush@example.org'])(
    'holds no user and password: %s',
    (endpointUrl) => {
      expect(() => openAwsProduction({ region: 'eu-central-1', configBucket: 'config-bucket', endpointUrl })).toThrow(
        /^aws: endpoint must hold no user and password, got some$/,
      );
    },
  );
});
