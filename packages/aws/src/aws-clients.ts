import { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { holdsCredentials, InvalidArgumentError } from '@fraudx/core';
import { BoundedHttpHandler } from './bounded-http-handler.ts';
import type { AwsOperation } from './translate-aws-error.ts';
import { checkedField } from './checked-answers.ts';
import { containerTokens, signOnTokens } from './sent-secrets.ts';
import { markUnsigned } from './shown-answers.ts';
import { checkTestKeys } from './check-test-keys.ts';
import { record } from './record-calls.ts';
import { TimelyCredentials } from './timely-credentials.ts';

/** One call to AWS, as it was made. */
export interface AwsCall {
  /** `ssm`, `s3`, `states`, `sts` or `sagemaker`: the prefix of IAM actions. */
  readonly service: string;
  /** Name of the operation, e.g. `PutParameter`. */
  readonly operation: string;
}

/** How to reach AWS. Everything left out is taken from the environment and the profile files, as the SDK does. */
export interface AwsConnection {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** One endpoint for all services, e.g. of an emulator; also read from `AWS_ENDPOINT_URL`. */
  readonly endpointUrl?: string | undefined;
  /**
   * Whether every bucket must belong to the account of the caller, which S3 checks with each call: for buckets that somebody else may have named.
   * Default false.
   */
  readonly ownBucketsOnly?: boolean | undefined;
  /**
   * Whether credentials with a key id of AWS's form are refused: for an endpoint that somebody else may have named, where a session token would be shown to
   * whoever listens. Those of emulators, such as `test`, are taken. Default false.
   */
  readonly testKeysOnly?: boolean | undefined;
  /** Attempts per call, the first included. Default 4. */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds until a call without an answer fails. Default 10 000. */
  readonly requestTimeoutMs?: number | undefined;
  /** Milliseconds until an answer that stops in the middle fails; one that is no object may take ten times as long in all. Default 30 000. */
  readonly idleTimeoutMs?: number | undefined;
  /** Milliseconds until credentials must be found. Default 30 000. */
  readonly credentialsTimeoutMs?: number | undefined;
  /**
   * Gets each secret key and session token before the first call that is signed with it, and each token by which credentials are asked for before it is sent:
   * answers may repeat them, and what is shown must not.
   */
  readonly onSecret?: ((text: string) => void) | undefined;
  /** Ends a listing of more than 20 pages, which nothing usual has. */
  readonly signal?: AbortSignal | undefined;
  /** Sees every call before it is made. */
  readonly onCall?: ((call: AwsCall) => void) | undefined;
}

/** What is learned while working. */
interface Learned {
  /** Once somebody asked for it. */
  account?: string;
  /** Secret texts of the credentials that calls were signed with, and of requests for them. */
  readonly secrets: Set<string>;
}

/** The clients of all services, made from one connection. */
export interface AwsClients {
  readonly ssm: SSMClient;
  /** Without retries: a write that is repeated blindly counts a version twice. */
  readonly ssmWrites: SSMClient;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly sts: STSClient;
  /** Made when first asked for: the client is large, and few need it. */
  sagemaker(): Promise<SageMakerClient>;
  readonly connection: AwsConnection;
  /** What is learned while working. */
  readonly learned: Learned;
  close(): void;
}

/** A call as error messages tell it. */
export function operationOf(
  clients: AwsClients,
  service: AwsOperation['service'],
  operation: string,
  resource?: string,
): AwsOperation {
  const { region, profile, endpointUrl, ownBucketsOnly } = clients.connection;
  return {
    service,
    operation,
    resource,
    region,
    account: clients.learned.account,
    credentials: clients.learned.secrets,
    profile,
    endpoint: endpointUrl,
    ...(ownBucketsOnly === true && service === 's3' ? { ownBucketsOnly } : {}),
  };
}

/** What middlewares of one call share. */
interface CallContext {
  fraudxIsSigned?: boolean;
  /** Of the SDK: what calls to a directory bucket are signed with instead; its session token is sent. */
  readonly s3ExpressIdentity?: { readonly secretAccessKey?: string };
}

type Next = (args: never) => Promise<never>;

/** What of credentials is looked at. */
interface Keys {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

/** How credentials are waited for, and secrets are remembered, each once. */
interface Learning {
  readonly timely: TimelyCredentials;
  readonly learn: (secret: string) => void;
  readonly learnKeys: (keys: Keys) => void;
  /** Throws where credentials must not be used. */
  readonly checkKeys: (keys: Keys) => void;
}

interface Signing {
  readonly config: {
    readonly credentials?: () => Promise<Keys>;
    readonly region?: () => Promise<string>;
  };
  readonly middlewareStack: {
    add(
      middleware: (next: Next, context: CallContext) => Next,
      options: { step: 'initialize' | 'finalizeRequest'; name: string },
    ): void;
  };
}

/**
 * Waits for credentials no longer than allowed, and remembers with which secrets calls are signed, wherever they come from: an answer may repeat them, and no error must. Errors of calls that come to no
 * credentials are marked.
 */
function learnSecrets(client: unknown, { timely, learn, learnKeys, checkKeys }: Learning): void {
  const { config, middlewareStack } = client as Signing;
  middlewareStack.add(
    (next, context) => async (args) => {
      try {
        // without one, its absence is what is wrong
        await config.region?.();
        checkKeys((await timely.wait(async () => await config.credentials?.())) ?? {});
        return await next(args);
      } catch (error) {
        if (context.fraudxIsSigned !== true) markUnsigned(error);
        throw error;
      }
    },
    { step: 'initialize', name: 'fraudxMarkUnsigned' },
  );
  middlewareStack.add(
    (next, context) => async (args) => {
      try {
        learnKeys((await config.credentials?.()) ?? {});
        learn(context.s3ExpressIdentity?.secretAccessKey ?? '');
        context.fraudxIsSigned = true;
      } catch {
        // no credentials: the call itself says so
      }
      return await next(args);
    },
    { step: 'finalizeRequest', name: 'fraudxLearnSecrets' },
  );
}

const silent = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The first text that says something: CI systems set a variable that has no value to an empty text. */
function firstOf(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text !== '');
}

/** The account of the caller; `unknown` where the answer has none. @throws {OutsideError} `AWS_ANSWER_INVALID`: it is no account. */
export async function askAccount({ sts, learned }: Pick<AwsClients, 'sts' | 'learned'>): Promise<string> {
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const at = { call: 'sts GetCallerIdentity', field: 'Account' };
  return Account === undefined ? 'unknown' : checkedField({ learned }, at, 'account', Account);
}

/** Sends with each call to S3 which account the bucket must belong to. */
function checkOwnBuckets(s3: S3Client, sts: STSClient, learned: Learned): void {
  s3.middlewareStack.add(
    (next) => async (args) => {
      learned.account ??= await askAccount({ sts, learned });
      return await next({ ...args, input: { ...args.input, ExpectedBucketOwner: learned.account } });
    },
    { step: 'initialize', name: 'fraudxOwnBuckets' },
  );
}

/**
 * Clients for SSM, S3, Step Functions and STS. Nothing is sent before the first call.
 *
 * @throws {InvalidArgumentError} The region is no name of one: it becomes a part of host names, and anything else would lead to another host.
 */
export function createAwsClients(connection: AwsConnection = {}): AwsClients {
  const { profile, onCall, onSecret } = connection;
  const region = firstOf(connection.region, process.env['AWS_REGION'], process.env['AWS_DEFAULT_REGION']);
  if (region !== undefined && !/^[a-z0-9-]+$/.test(region)) {
    throw new InvalidArgumentError(`aws: region must be a name such as eu-central-1, got ${JSON.stringify(region)}`);
  }
  const endpointUrl = firstOf(connection.endpointUrl, process.env['AWS_ENDPOINT_URL']);
  // it is kept in journals and named in messages, and AWS asks for signatures
  if (endpointUrl !== undefined && holdsCredentials(endpointUrl)) {
    throw new InvalidArgumentError('aws: endpoint must hold no user and password, got some');
  }
  const learned: AwsClients['learned'] = { secrets: new Set() };
  const learn = (secret: string): void => {
    if (secret === '' || learned.secrets.has(secret)) return;
    learned.secrets.add(secret);
    onSecret?.(secret);
  };
  const learnAtHand = (): void => {
    for (const token of [...containerTokens(process.env), ...signOnTokens(process.env)]) learn(token);
  };
  learnAtHand();
  const learning: Learning = {
    timely: new TimelyCredentials(connection.credentialsTimeoutMs ?? 30_000),
    learn,
    learnKeys: ({ secretAccessKey = '', sessionToken = '' }) => {
      // a token that was renewed on the way
      if (!learned.secrets.has(secretAccessKey)) learnAtHand();
      learn(secretAccessKey);
      learn(sessionToken);
    },
    checkKeys: (keys) => {
      if (connection.testKeysOnly === true) checkTestKeys(keys, endpointUrl);
    },
  };
  const timeout = connection.requestTimeoutMs ?? 10_000;
  const common = {
    maxAttempts: connection.maxAttempts ?? 4,
    requestHandler: new BoundedHttpHandler(
      { connectionTimeout: 5_000, requestTimeout: timeout, throwOnRequestTimeout: true },
      connection.idleTimeoutMs ?? 30_000,
      learn,
    ),
    // the SDK would write warnings to the console, e.g. that a profile wins over keys in the environment
    logger: silent,
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
  // emulators answer at one host, so the bucket must be in the path
  const custom = firstOf(endpointUrl, process.env['AWS_ENDPOINT_URL_S3']);
  const clients = {
    ssm: new SSMClient(common),
    ssmWrites: new SSMClient({ ...common, maxAttempts: 1 }),
    s3: new S3Client({ ...common, forcePathStyle: custom !== undefined }),
    sfn: new SFNClient(common),
    sts: new STSClient(common),
  };
  for (const client of Object.values(clients)) learnSecrets(client, learning);
  if (connection.ownBucketsOnly === true) checkOwnBuckets(clients.s3, clients.sts, learned);
  record(clients.ssm, 'ssm', onCall);
  record(clients.ssmWrites, 'ssm', onCall);
  record(clients.s3, 's3', onCall);
  record(clients.sfn, 'states', onCall);
  record(clients.sts, 'sts', onCall);
  let sagemaker: SageMakerClient | undefined;
  return {
    ...clients,
    sagemaker: async () => {
      if (sagemaker === undefined) {
        const { SageMakerClient: Client } = await import('@aws-sdk/client-sagemaker');
        sagemaker = new Client(common);
        learnSecrets(sagemaker, learning);
        record(sagemaker, 'sagemaker', onCall);
      }
      return sagemaker;
    },
    connection: { ...connection, region, endpointUrl },
    learned,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
      sagemaker?.destroy();
    },
  };
}
