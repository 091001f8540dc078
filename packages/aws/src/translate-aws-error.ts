import { FraudxError, InvalidArgumentError, NotFoundError, OutsideError, shellQuoted } from '@fraudx/core';
import { redact, secretsOf, shownOf, shownWord } from './shown-answers.ts';

/** What was being done when AWS answered with an error. */
export interface AwsOperation {
  readonly service: 'ssm' | 's3' | 'states' | 'sts' | 'sagemaker';
  readonly operation: string;
  /** A name, key or ARN; never a value. */
  readonly resource?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Whether S3 was asked to refuse buckets of other accounts. */
  readonly ownBucketsOnly?: boolean;
  /** Texts that must not appear in the error. */
  readonly secrets?: readonly string[];
  /** Secret texts of the credentials that calls were signed with: they must not appear either, in no spelling. */
  readonly credentials?: Iterable<string>;
}

interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  /** The host whose name was not found. */
  readonly hostname?: string;
  readonly errors?: readonly SdkError[];
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly $retryable?: unknown;
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  /** The region of the bucket, in S3's answer to who asks elsewhere. */
  readonly Region?: string;
}

/** Error names by what the user has to do about them. */
const names = {
  expired: ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'SSOTokenProviderFailure'],
  credentials: ['CredentialsProviderError', 'TokenProviderError'],
  invalid: [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidAccessKeyId',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    'AuthFailure',
    'IncompleteSignature',
  ],
  denied: [
    'AccessDeniedException',
    'AccessDenied',
    'AllAccessDisabled',
    'KmsAccessDeniedException',
    'Forbidden',
    '403',
  ],
  throttled: [
    'ThrottlingException',
    'Throttling',
    'RequestLimitExceeded',
    'SlowDown',
    'TooManyRequestsException',
    'ProvisionedThroughputExceededException',
    'TooManyUpdates',
  ],
  skewed: ['RequestTimeTooSkewed', 'RequestInTheFuture', 'RequestExpired'],
  elsewhere: ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'],
  absent: ['NoSuchBucket', 'StateMachineDoesNotExist', 'ExecutionDoesNotExist'],
} as const;

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ECONNABORTED',
]);

function is(kind: keyof typeof names, name: string): boolean {
  return (names[kind] as readonly string[]).includes(name);
}

function networkCode(error: SdkError): string | undefined {
  if (error.code !== undefined && network.has(error.code)) return error.code;
  if (error.name === 'TimeoutError') return 'TimeoutError';
  return error.errors?.map((inner) => networkCode(inner)).find((code) => code !== undefined);
}

/** The host that was not found, where that is not the one of the endpoint: credentials may be asked for at another one, such as that of STS. */
function otherHost(error: SdkError, { endpoint }: AwsOperation): string | undefined {
  const host = error.hostname ?? error.errors?.find(({ hostname }) => hostname !== undefined)?.hostname;
  if (host === undefined || endpoint === undefined || !/^[a-z0-9.-]{1,253}$/i.test(host)) return undefined;
  return URL.canParse(endpoint) && new URL(endpoint).hostname === host ? undefined : host;
}

/** Whether the error says that the call may be repeated: throttling, network, a failure of the service. */
export function isTransient(error: unknown): boolean {
  const sdk = error as SdkError;
  if (is('throttled', sdk.name ?? '') || networkCode(sdk) !== undefined) return true;
  return (sdk.$metadata?.httpStatusCode ?? 0) >= 500;
}

/**
 * An SDK error as a {@link FraudxError}: operation, resource, AWS code, region, request id, attempts, whether a retry is safe, and what to do.
 *
 * `AWS_REGION_MISSING` and `AWS_BUCKET_ELSEWHERE` are invalid (exit 2); an absent bucket or state machine is `NotFoundError`; everything else is `OutsideError` with code
 * `AWS_CLOCK_SKEWED`, `AWS_NO_CREDENTIALS`, `AWS_TOKEN_EXPIRED`, `AWS_CREDENTIALS_INVALID`, `AWS_ACCESS_DENIED`, `AWS_THROTTLED`, `AWS_UNREACHABLE`, `AWS_ANSWER_UNREADABLE` or `AWS_ERROR`.
 */
export function translateAwsError(error: unknown, at: AwsOperation): FraudxError {
  if (error instanceof FraudxError) return error;
  const sdk = error as SdkError;
  const secrets = secretsOf(at);
  const name = shownWord(sdk.name ?? 'Error', 'code', secrets) ?? 'UnknownError';
  const [said, ...unread] = (sdk.message ?? String(error)).split('Deserialization error: ');
  const whole = redact(said!, secrets);
  const isAnswer =
    sdk.$metadata?.httpStatusCode !== undefined ||
    sdk.$response !== undefined ||
    unread.length > 0 ||
    is('credentials', sdk.name ?? '');
  const text = isAnswer ? shownOf(error, whole) : whole;
  const { attempts, httpStatusCode } = sdk.$metadata ?? {};
  const requestId = shownWord(sdk.$metadata?.requestId, 'requestId', secrets);
  const account = shownWord(at.account, 'account', secrets);
  const what = `${at.service} ${at.operation}${at.resource === undefined ? '' : ` ${at.resource}`}`;
  const facts = [
    ...(at.region === undefined ? [] : [`region ${at.region}`]),
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
    ...(attempts === undefined || attempts < 2 ? [] : [`${attempts} attempts`]),
  ];
  const suffix = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  const options = {
    details: {
      service: at.service,
      operation: at.operation,
      awsCode: name,
      ...(at.resource === undefined ? {} : { resource: at.resource }),
      ...(at.region === undefined ? {} : { region: at.region }),
      ...(account === undefined ? {} : { account }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(attempts === undefined ? {} : { attempts }),
    },
    // an SDK error carries the answer, which can repeat the request with its credentials: only what is shown is kept
    cause: new Error(`${name}: ${text}`),
  };
  const outside = (code: string, message: string, hint: string, retryable = false): OutsideError =>
    new OutsideError(code, `${what}: ${message}${suffix}`, { ...options, hint, retryable });
  const profile = at.profile ?? process.env['AWS_PROFILE'];
  const login = `aws sso login${profile === undefined ? '' : ` --profile ${shellQuoted(profile)}`}`;

  if (/region is missing|region=""/i.test(text)) {
    return new InvalidArgumentError(`${what}: a region must be given, got none`, {
      ...options,
      code: 'AWS_REGION_MISSING',
      hint: 'Set aws.region or AWS_REGION, or name a profile with a region.',
    });
  }
  if (at.service === 's3' && is('elsewhere', name)) {
    const there = shownWord(sdk.$response?.headers?.['x-amz-bucket-region'] ?? sdk.Region, 'region', secrets);
    const here = at.region ?? 'that of the profile';
    return new InvalidArgumentError(
      `${what}: the bucket must be in region ${here}, got one in ${there ?? 'another region'}${suffix}`,
      {
        ...options,
        code: 'AWS_BUCKET_ELSEWHERE',
        hint: `Name a bucket in ${here}${there === undefined ? '' : `, or set aws.region to ${there}`}; bucket and parameters must be in one region.`,
      },
    );
  }
  if (is('skewed', name) || /signature (expired|not yet current)|request time.*too large/i.test(text)) {
    return outside(
      'AWS_CLOCK_SKEWED',
      `the clock of this machine must be right to a few minutes, got ${name} at ${new Date().toISOString()}`,
      'Set the clock, e.g. timedatectl set-ntp true.',
    );
  }
  if (is('expired', name) || /token.*expired|expired.*token/i.test(text)) {
    return outside('AWS_TOKEN_EXPIRED', 'credentials must be fresh, got expired ones', `Sign in again (${login}).`);
  }
  if (is('credentials', name)) {
    const tried = profile === undefined ? 'the default chain' : `profile "${profile}"`;
    return outside(
      'AWS_NO_CREDENTIALS',
      `credentials must be found, got none from ${tried}`,
      `Set AWS_PROFILE or AWS_ACCESS_KEY_ID, check the spelling of the profile, or sign in (${login}).`,
    );
  }
  if (is('invalid', name)) {
    return outside(
      'AWS_CREDENTIALS_INVALID',
      `credentials must be valid, got ${name}`,
      `Check the access key and the profile, or sign in again (${login}).`,
    );
  }
  if (is('denied', name) || httpStatusCode === 403) {
    const action = /not authorized to perform: ([\w-]+:\w+)/i.exec(text)?.[1] ?? `${at.service}:${at.operation}`;
    const resource = /on resource: (\S+)/i.exec(text)?.[1] ?? at.resource ?? '*';
    return outside(
      'AWS_ACCESS_DENIED',
      `${action} on ${resource} must be allowed, got ${name}: ${text}`,
      `Allow ${action} on ${resource}.${
        at.ownBucketsOnly === true
          ? ` A bucket of another account than ${account ?? 'your own'} is refused too where only a config that was found names it, and the caller does not.`
          : ''
      }`,
    );
  }
  if (is('throttled', name)) {
    return outside(
      'AWS_THROTTLED',
      `the request rate must be lower, got ${name}`,
      'Wait a little; aws.writesPerSecond slows writes down.',
      true,
    );
  }
  const code = networkCode(sdk);
  if (code !== undefined) {
    const other = otherHost(sdk, at);
    const host =
      other ?? at.endpoint ?? `the ${at.service} endpoint${at.region === undefined ? '' : ` of ${at.region}`}`;
    return outside(
      'AWS_UNREACHABLE',
      `${host} must be reachable, got ${code}`,
      other === undefined
        ? 'Check the network, the proxy, the region and aws.endpointUrl.'
        : 'Check the network and the proxy: credentials are asked for there, by the environment or the profile.',
      true,
    );
  }
  if (unread.length > 0) {
    return outside(
      'AWS_ANSWER_UNREADABLE',
      `the answer must be one of AWS, got one that cannot be read (${name}: ${text})`,
      'Check aws.endpointUrl and the proxy: something else than AWS may answer there.',
    );
  }
  if (is('absent', name)) {
    return new NotFoundError(
      `AWS_${name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`,
      `${what}: must exist, got ${name}${suffix}`,
      {
        ...options,
        hint: 'Check the name, the region and the account.',
      },
    );
  }
  return outside('AWS_ERROR', `${name}: ${text}`, 'Look the AWS code up.', isTransient(error));
}
