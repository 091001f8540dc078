import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTransient, translateAwsError } from './translate-aws-error.ts';

function sdkError(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { requestId: 'req-1', attempts: 3 }, ...more });
}

const at = { service: 'ssm', operation: 'PutParameter', resource: '/team/eta', region: 'eu-central-1' } as const;

describe('translateAwsError', () => {
  it.each([
    [
      sdkError('ExpiredTokenException', 'The security token included in the request is expired'),
      'AWS_TOKEN_EXPIRED',
      'outside',
      false,
    ],
    [sdkError('ExpiredToken', 'The provided token has expired.'), 'AWS_TOKEN_EXPIRED', 'outside', false],
    [
      sdkError('CredentialsProviderError', 'Could not load credentials from any providers'),
      'AWS_NO_CREDENTIALS',
      'outside',
      false,
    ],
    [
      sdkError('UnrecognizedClientException', 'The security token is invalid'),
      'AWS_CREDENTIALS_INVALID',
      'outside',
      false,
    ],
    [sdkError('AccessDenied', 'Access Denied'), 'AWS_ACCESS_DENIED', 'outside', false],
    [sdkError('ThrottlingException', 'Rate exceeded'), 'AWS_THROTTLED', 'outside', true],
    [sdkError('TooManyUpdates', ''), 'AWS_THROTTLED', 'outside', true],
    [sdkError('Error', 'connect', { code: 'ECONNREFUSED' }), 'AWS_UNREACHABLE', 'outside', true],
    [sdkError('AggregateError', '', { errors: [{ code: 'ENETUNREACH' }] }), 'AWS_UNREACHABLE', 'outside', true],
    [sdkError('TimeoutError', 'socket'), 'AWS_UNREACHABLE', 'outside', true],
    [sdkError('InternalServerError', 'oops', { $metadata: { httpStatusCode: 500 } }), 'AWS_ERROR', 'outside', true],
    [sdkError('ValidationException', 'bad'), 'AWS_ERROR', 'outside', false],
    [sdkError('NoSuchBucket', 'The specified bucket does not exist'), 'AWS_NO_SUCH_BUCKET', 'absent', undefined],
    [sdkError('RequestTimeTooSkewed', 'The difference is too large'), 'AWS_CLOCK_SKEWED', 'outside', false],
    [
      sdkError('InvalidSignatureException', 'Signature expired: 20261121T080000Z is now earlier than 20261121T090000Z'),
      'AWS_CLOCK_SKEWED',
      'outside',
      false,
    ],
    [new Error('Region is missing'), 'AWS_REGION_MISSING', 'invalid', undefined],
  ])('makes %s into %s', (error, code, kind, retryable) => {
    const translated = translateAwsError(error, at);
    expect(translated).toMatchObject({ code, kind, ...(retryable === undefined ? {} : { retryable }) });
    expect(translated.message).toContain('ssm PutParameter /team/eta');
    expect(translated.hint).toBeTruthy();
    expect(translated.cause).toBeInstanceOf(Error);
  });

  it('names region, request and attempts', () => {
    const { message, details } = translateAwsError(sdkError('ThrottlingException', 'Rate exceeded'), at);
    expect(message).toContain('(region eu-central-1, request req-1, 3 attempts)');
    expect(details).toMatchObject({
      region: 'eu-central-1',
      requestId: 'req-1',
      attempts: 3,
      awsCode: 'ThrottlingException',
    });
  });

  it('names the region that a bucket is in', () => {
    const headers = { 'x-amz-bucket-region': 'us-west-2' };
    const error = sdkError('PermanentRedirect', 'Please send all future requests there', { $response: { headers } });
    const { message, hint, code, kind } = translateAwsError(error, {
      ...at,
      service: 's3',
      operation: 'ListObjectsV2',
    });
    expect({ code, kind }).toEqual({ code: 'AWS_BUCKET_ELSEWHERE', kind: 'invalid' });
    expect(message).toContain('must be in region eu-central-1, got one in us-west-2');
    expect(hint).toContain('set aws.region to us-west-2');
  });

  it('takes action and resource from what IAM says', () => {
    const text =
      'User: arn:aws:sts::1:assumed-role/ci/x is not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:eu-central-1:1:parameter/team/eta because no identity-based policy allows the ssm:PutParameter action';
    const { hint } = translateAwsError(sdkError('AccessDeniedException', text), at);
    expect(hint).toContain('Allow ssm:PutParameter on arn:aws:ssm:eu-central-1:1:parameter/team/eta');
  });

  it('repeats nothing of a refused request, whose headers hold the session token', () => {
    const message =
      'The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\nPOST\nx-amz-security-token:TOKENSECRET\n';
    for (const name of ['InvalidSignatureException', 'SignatureDoesNotMatch', 'AccessDeniedException', 'Unknown']) {
      for (const text of [message, 'got x-amz-security-token: TOKENSECRET for /x', 'Authorization=AWS4 TOKENSECRET']) {
        const error = Object.assign(new Error(text), { name, $metadata: { httpStatusCode: 400 } });
        const translated = translateAwsError(error, { service: 'ssm', operation: 'PutParameter' });
        expect(inspect(translated, { depth: 9, showHidden: true }), `${name}: ${text}`).not.toContain('TOKENSECRET');
      }
    }
  });

  it('repeats no secret, neither in the message nor in the cause', () => {
    const error = sdkError('ValidationException', "Value 's3cr3t' at 'value' failed to satisfy constraint");
    const translated = translateAwsError(error, { ...at, secrets: ['s3cr3t'] });
    expect(`${translated.message} ${String(translated.cause)} ${JSON.stringify(translated.details)}`).not.toContain(
      's3cr3t',
    );
  });
});

describe('isTransient', () => {
  it('is true for throttling, network and failures of the service only', () => {
    expect(isTransient(sdkError('ThrottlingException', ''))).toBe(true);
    expect(isTransient(sdkError('Error', '', { code: 'ECONNRESET' }))).toBe(true);
    expect(isTransient(sdkError('X', '', { $metadata: { httpStatusCode: 503 } }))).toBe(true);
    expect(isTransient(sdkError('AccessDeniedException', ''))).toBe(false);
    expect(isTransient(sdkError('ExpiredTokenException', '', { $metadata: { httpStatusCode: 400 } }))).toBe(false);
  });
});
