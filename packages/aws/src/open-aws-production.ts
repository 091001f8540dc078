import { InvalidArgumentError } from '@fraudx/core';
import type {
  ModelRegistry,
  ObjectStore,
  ParameterStore,
  PipelineRunner,
  Preflight,
  ProductionPlace,
} from '@fraudx/promotion';
import type { AwsClients, AwsConnection } from './aws-clients.ts';
import { askAccount, createAwsClients, operationOf } from './aws-clients.ts';
import { AwsPreflight } from './aws-preflight.ts';
import { checkBucketName, checkKeyPrefix } from './check-names.ts';
import { realWaiting, type Waiting } from './pacer.ts';
import { SageMakerModelRegistry } from './sagemaker-model-registry.ts';
import { S3ObjectStore } from './s3-object-store.ts';
import { SsmParameterStore } from './ssm-parameter-store.ts';
import { StepFunctionsPipelineRunner } from './step-functions-pipeline-runner.ts';
import { translateAwsError } from './translate-aws-error.ts';

/** Which production on AWS. */
export interface AwsProductionOptions extends AwsConnection {
  /** Bucket for config, archive, backups, journal, history and lock. */
  readonly configBucket: string;
  /** Key prefix inside the bucket. Default: none. */
  readonly keyPrefix?: string | undefined;
  /** Needed to start the pipeline. */
  readonly stateMachineArn?: string | undefined;
  /** Pace of parameter writes. Default 3, what AWS allows an account by default. */
  readonly writesPerSecond?: number | undefined;
  readonly waiting?: Waiting | undefined;
  /** Clients to use instead of new ones, e.g. in tests. */
  readonly clients?: AwsClients | undefined;
}

/** Production on AWS: SSM Parameter Store, an S3 bucket and a Step Functions state machine. */
export interface AwsProduction extends Disposable {
  readonly parameters: ParameterStore;
  readonly objects: ObjectStore;
  readonly pipeline: PipelineRunner;
  readonly preflight: Preflight;
  readonly registry: ModelRegistry;
  /** Account and region of the parameters, bucket, key prefix and endpoint; the account is asked once. */
  place(): Promise<ProductionPlace>;
}

/**
 * Opens production on AWS. Nothing is sent before the first call.
 *
 * @throws {InvalidArgumentError} `BUCKET_MISSING`, `INVALID_BUCKET`, `INVALID_KEY_PREFIX`, `INVALID_STATE_MACHINE` or `INVALID_PACE`.
 */
export function openAwsProduction(options: AwsProductionOptions): AwsProduction {
  const { configBucket, stateMachineArn } = options;
  checkBucketName(configBucket);
  const writesPerSecond = options.writesPerSecond ?? 3;
  if (!(writesPerSecond > 0)) {
    throw new InvalidArgumentError(`aws: writesPerSecond must be positive, got ${writesPerSecond}`, {
      code: 'INVALID_PACE',
    });
  }
  const waiting = options.waiting ?? realWaiting;
  const root = (options.keyPrefix ?? '').replace(/^\/+|(?<!\/)\/+$/g, '');
  checkKeyPrefix(root);
  const clients = options.clients ?? createAwsClients(options);
  let place: Promise<ProductionPlace> | undefined;
  return {
    parameters: new SsmParameterStore(clients, waiting, writesPerSecond),
    objects: new S3ObjectStore(clients, waiting, configBucket, root),
    pipeline: new StepFunctionsPipelineRunner(clients, waiting, stateMachineArn),
    preflight: new AwsPreflight(clients, {
      bucket: configBucket,
      root: root === '' ? '' : `${root}/`,
      stateMachineArn,
    }),
    registry: new SageMakerModelRegistry(clients),
    place: () => (place ??= describePlace(clients, configBucket, root)),
    [Symbol.dispose]: () => clients.close(),
  };
}

async function describePlace(clients: AwsClients, bucket: string, root: string): Promise<ProductionPlace> {
  const endpoint = clients.connection.endpointUrl;
  try {
    return {
      account: await askAccount(clients),
      region: await clients.ssm.config.region(),
      bucket,
      ...(root === '' ? {} : { 'key prefix': root }),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  } catch (error) {
    throw translateAwsError(error, operationOf(clients, 'sts', 'GetCallerIdentity'));
  }
}
