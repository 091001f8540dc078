import { InvalidArgumentError } from '@fraudx/core';

/**
 * Checks the name of a bucket by the rules of S3: 3 to 63 small letters, digits, "." and "-".
 *
 * @throws {InvalidArgumentError} `BUCKET_MISSING` or `INVALID_BUCKET`.
 */
export function checkBucketName(bucket: string): void {
  if (bucket === '') {
    throw new InvalidArgumentError('aws: config bucket must be given, got none', {
      code: 'BUCKET_MISSING',
      details: { settings: ['promotion.configBucket'] },
      hint: 'Set promotion.configBucket to the name of a bucket.',
    });
  }
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) && !bucket.includes('..')) return;
  throw new InvalidArgumentError(`aws: config bucket must be the name of a bucket, got "${bucket}"`, {
    code: 'INVALID_BUCKET',
    hint: 'Only the name, without s3:// and without a path: 3 to 63 small letters, digits, "." and "-".',
  });
}

/**
 * Checks the folder inside a bucket: the characters that S3 calls safe, since others, such as `*` and `${`, mean something in a policy.
 *
 * @param prefix - Without slashes at its ends; empty for none.
 * @throws {InvalidArgumentError} `INVALID_KEY_PREFIX`.
 */
export function checkKeyPrefix(prefix: string): void {
  if (/^[\w!.'()/-]{0,400}$/.test(prefix)) return;
  throw new InvalidArgumentError(`aws: key prefix must be a folder inside the bucket, got "${prefix}"`, {
    code: 'INVALID_KEY_PREFIX',
    details: { settings: ['promotion.keyPrefix'] },
    hint: 'Letters, digits and "_", "-", ".", "!", "(", ")", "\'" between slashes.',
  });
}

/** Names have none of the characters that Step Functions refuses, among them the wildcards of policies. */
const stateMachine =
  /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[^\s\p{C}:*?<>{}[\]"#%\\^|~`$&,;/]{1,80}(?::[\w.-]{1,80})?$/u;

/**
 * Checks the form of a state machine ARN, or of a version or an alias of it.
 *
 * @throws {InvalidArgumentError} `INVALID_STATE_MACHINE`.
 */
export function checkStateMachineArn(arn: string): void {
  if (stateMachine.test(arn)) return;
  throw new InvalidArgumentError(`pipeline: state machine must be an ARN of Step Functions, got "${arn}"`, {
    code: 'INVALID_STATE_MACHINE',
    hint: 'It looks like arn:aws:states:eu-central-1:123456789012:stateMachine:FraudDetectionTraining.',
  });
}

/**
 * The region of a version in the model registry; undefined for the name of a model package without versions.
 *
 * @throws {InvalidArgumentError} `INVALID_REGISTRY_VERSION`: not the ARN of a model package.
 */
export function regionOfVersion(version: string): string | undefined {
  const region = /^arn:aws[a-z-]*:sagemaker:([a-z0-9-]+):\d{12}:model-package\/[\w-]+(?:\/[\w-]+)*$/.exec(version)?.[1];
  if (region !== undefined || /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(version)) return region;
  throw new InvalidArgumentError(`registry: version must be the ARN of a model package, got "${version}"`, {
    code: 'INVALID_REGISTRY_VERSION',
    hint: 'It looks like arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud-detection/3.',
  });
}
