import type { JsonValue } from '@fraudx/core';
import { normalisePrefix } from '@fraudx/promotion';
import type { AwsCall } from './aws-clients.ts';
import { checkBucketName, checkKeyPrefix, checkStateMachineArn, regionOfVersion } from './check-names.ts';

/** What the policy is for. */
export interface PromoterPolicyInput {
  readonly bucket: string;
  /** Key prefix inside the bucket, without slashes at its ends. Default: the whole bucket. */
  readonly keyPrefix?: string | undefined;
  /** Parameter path, e.g. `/fraud-detection/hyperparameters`. */
  readonly parameterPrefix: string;
  readonly stateMachineArn?: string | undefined;
  /** A version in the model registry that a promotion demands: its group may be read. */
  readonly registryVersion?: string | undefined;
  /** Default `*`. */
  readonly region?: string | undefined;
  /** Default `*`. */
  readonly account?: string | undefined;
  /** Default `aws`. */
  readonly partition?: string | undefined;
  /** Key that encrypts backups or secure parameters, where a key of your own is used. */
  readonly kmsKeyArn?: string | undefined;
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: JsonValue;
}

/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Operations whose IAM action has another name. */
const actionNames: Readonly<Record<string, readonly string[]>> = {
  's3:ListObjectsV2': ['s3:ListBucket'],
  // asked of nobody: every identity may ask who it is
  'sts:GetCallerIdentity': [],
};

/** The IAM actions that a call needs. */
export function iamActions(call: AwsCall): readonly string[] {
  const name = `${call.service}:${call.operation}`;
  return actionNames[name] ?? [name];
}

/**
 * The smallest policy with which promotion, rollback, preflight and pipeline status work; no wildcard actions, and no wildcard that a name brings.
 *
 * @throws {InvalidArgumentError} `BUCKET_MISSING`, `INVALID_BUCKET`, `INVALID_KEY_PREFIX`, `INVALID_PREFIX`, `INVALID_STATE_MACHINE` or
 *   `INVALID_REGISTRY_VERSION`.
 */
export function createPromoterPolicy(input: PromoterPolicyInput): PolicyDocument {
  checkBucketName(input.bucket);
  checkKeyPrefix(input.keyPrefix ?? '');
  const parameterPrefix = normalisePrefix(input.parameterPrefix);
  if (input.stateMachineArn !== undefined) checkStateMachineArn(input.stateMachineArn);
  if (input.registryVersion !== undefined) regionOfVersion(input.registryVersion);
  const partition = input.partition ?? 'aws';
  const region = input.region ?? '*';
  const account = input.account ?? '*';
  const root = input.keyPrefix === undefined || input.keyPrefix === '' ? '' : `${input.keyPrefix}/`;
  const parameters = `arn:${partition}:ssm:${region}:${account}:parameter${parameterPrefix}`;
  const bucket = `arn:${partition}:s3:::${input.bucket}`;
  const keys = (...names: string[]): string[] => names.map((name) => `${bucket}/${root}${name}`);
  const statements: Statement[] = [
    {
      Sid: 'Hyperparameters',
      Effect: 'Allow',
      Action: [
        'ssm:GetParameter',
        'ssm:GetParameterHistory',
        'ssm:GetParametersByPath',
        'ssm:PutParameter',
        'ssm:DeleteParameter',
      ],
      Resource: [parameters, `${parameters}/*`],
    },
    { Sid: 'DescribeParameters', Effect: 'Allow', Action: ['ssm:DescribeParameters'], Resource: ['*'] },
    {
      Sid: 'ConfigObjects',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: keys(
        'production-model-config.yaml',
        'archive/*',
        'backups/*',
        'promotions/*',
        'history/*',
        'history-head.json',
        'locks/promotion.json',
      ),
    },
    {
      Sid: 'RemoveLockAndFirstConfig',
      Effect: 'Allow',
      Action: ['s3:DeleteObject'],
      Resource: keys('locks/promotion.json', 'production-model-config.yaml'),
    },
    { Sid: 'ListBucket', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [bucket] },
  ];
  if (input.stateMachineArn !== undefined) {
    const parts = input.stateMachineArn.split(':');
    const machine = parts.slice(0, 7).join(':');
    statements.push(
      {
        Sid: 'StartPipeline',
        Effect: 'Allow',
        Action: ['states:StartExecution', 'states:DescribeStateMachine'],
        Resource: [...new Set([input.stateMachineArn, machine])],
      },
      {
        Sid: 'WatchPipeline',
        Effect: 'Allow',
        Action: ['states:DescribeExecution'],
        Resource: [`${[...parts.slice(0, 5), 'execution', parts[6] ?? '*'].join(':')}:*`],
      },
    );
  }
  const { registryVersion } = input;
  if (registryVersion !== undefined) {
    const arn = registryVersion.startsWith('arn:')
      ? registryVersion.replace(/\/\d+$/, '/*')
      : `arn:${partition}:sagemaker:${region}:${account}:model-package/${registryVersion}`;
    statements.push({
      Sid: 'ReadRegistry',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeModelPackage'],
      Resource: [arn],
    });
  }
  if (input.kmsKeyArn !== undefined) {
    statements.push({
      Sid: 'OwnKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: [input.kmsKeyArn],
    });
  }
  return { Version: '2012-10-17', Statement: statements };
}
