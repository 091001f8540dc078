import {
  FraudxError,
  InvalidArgumentError,
  NotFoundError,
  OutsideError,
  repeatsSecret,
  shellQuoted,
} from '@fraudx/core';

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

/** Whether the error says that the call may be repeated: throttling, network, a failure of the service. */
export function isTransient(error: unknown): boolean {
  const sdk = error as SdkError;
  if (is('throttled', sdk.name ?? '') || networkCode(sdk) !== undefined) return true;
  return (sdk.$metadata?.httpStatusCode ?? 0) >= 500;
}

/** What an answer may repeat of a request that was refused: headers with credentials, as they stand in a canonical request. */
const credentialHeaders =
  /\b(x-amz-security-token|authorization|x-amz-signature|x-amz-credential)(["']?\s{0,4}[:=]\s{0,4})[^\n]*/gi;

const unsigned = new WeakSet<object>();

/**
 * Says of an error that its call was never signed: an answer on the way to credentials may repeat others, such as the token of a file, which nobody has learned, so
 * that only its code is shown.
 */
export function markUnsigned(error: unknown): void {
  if (typeof error === 'object' && error !== null) unsigned.add(error);
}

/** How messages of the SDK itself begin where no credentials are found. */
const ownWords =
  /^(?:Could not (?:load|resolve) credentials|Could not find |Credential is missing|Region is missing|Profile |Token is expired|The SSO session|SSO session|connect E|getaddrinfo )/;

/** More of a text explains nothing. */
const mostShown = 1000;

/** The first line of a text, without secrets: what follows repeats the request. */
function redact(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, 64 * 1024);
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '(secret)');
  const [first = ''] = clean.trimStart().split(/[\r\n]/, 1);
  const line = first.trimEnd().replaceAll(credentialHeaders, '$1$2(secret)').slice(0, mostShown);
  return repeatsSecret(line, secrets) ? '(a text that repeats credentials)' : line;
}

/** Texts of the caller's own credentials, where the environment has them. */
function ownSecrets(): string[] {
  return ['AWS_SESSION_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined || value === '' ? [] : [value];
  });
}

/** A text that does not hold credentials of the caller, whatever an answer repeated. */
export function withoutCredentials(text: string, { secrets = [], credentials = [] }: Partial<AwsOperation>): string {
  return redact(text, [...secrets, ...credentials, ...ownSecrets()]);
}

/** An SDK error as the cause of another one: its name and first line, without secrets and without the answer that it carries. */
export function shownCause(error: Error, { secrets = [], credentials = [] }: Partial<AwsOperation>): Error {
  const known = [...secrets, ...credentials, ...ownSecrets()];
  return new Error(`${word(error.name, codeForm, known) ?? 'UnknownError'}: ${redact(error.message, known)}`);
}

/** A word of an answer, such as a code or an id: undefined where it has another form, or repeats a secret. */
function word(text: string | undefined, form: RegExp, secrets: readonly string[]): string | undefined {
  return text !== undefined && form.test(text) && !repeatsSecret(text, secrets) ? text : undefined;
}

/** Codes of AWS, and the number of an answer without one. */
const codeForm = /^(?:[A-Za-z][A-Za-z0-9.]{0,79}|[1-5]\d\d)$/;
const requestIdForm = /^[A-Za-z0-9=+/_-]{1,128}$/;
const regionForm = /^[a-z0-9-]{1,40}$/;
const accountForm = /^\d{1,20}$/;

/**
 * An SDK error as a {@link FraudxError}: operation, resource, AWS code, region, request id, attempts, whether a retry is safe, and what to do.
 *
 * `AWS_REGION_MISSING` and `AWS_BUCKET_ELSEWHERE` are invalid (exit 2); an absent bucket or state machine is `NotFoundError`; everything else is `OutsideError` with code
 * `AWS_CLOCK_SKEWED`, `AWS_NO_CREDENTIALS`, `AWS_TOKEN_EXPIRED`, `AWS_CREDENTIALS_INVALID`, `AWS_ACCESS_DENIED`, `AWS_THROTTLED`, `AWS_UNREACHABLE`, `AWS_ANSWER_UNREADABLE` or `AWS_ERROR`.
 */
export function translateAwsError(error: unknown, at: AwsOperation): FraudxError {
  if (error instanceof FraudxError) return error;
  const sdk = error as SdkError;
  const secrets = [...(at.secrets ?? []), ...(at.credentials ?? []), ...ownSecrets()];
  const name = word(sdk.name ?? 'Error', codeForm, secrets) ?? 'UnknownError';
  const [said, ...unread] = (sdk.message ?? String(error)).split('Deserialization error: ');
  const whole = redact(said!, secrets);
  const isAnswer = sdk.$metadata?.httpStatusCode !== undefined || is('credentials', sdk.name ?? '');
  const isHidden = unsigned.has(error as object) && isAnswer && !ownWords.test(whole);
  const text = isHidden ? 'no credentials could be got' : whole;
  const { attempts, httpStatusCode } = sdk.$metadata ?? {};
  const requestId = word(sdk.$metadata?.requestId, requestIdForm, secrets);
  const account = word(at.account, accountForm, secrets);
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
    const there = word(sdk.$response?.headers?.['x-amz-bucket-region'] ?? sdk.Region, regionForm, secrets);
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
    const host = at.endpoint ?? `the ${at.service} endpoint${at.region === undefined ? '' : ` of ${at.region}`}`;
    return outside(
      'AWS_UNREACHABLE',
      `${host} must be reachable, got ${code}`,
      'Check the network, the proxy, the region and aws.endpointUrl.',
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
