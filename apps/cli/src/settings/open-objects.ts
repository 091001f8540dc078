import type { FraudxConfig } from '@fraudx/pipelines/config';
import type { ObjectReader } from '@fraudx/data';
import type { Io } from '../io.ts';

/** A reader of `s3://bucket/key` by the connection of a config; the AWS SDK is loaded only then. Secrets that calls are signed with are learned. */
export async function openObjects(
  { region, profile, endpointUrl }: NonNullable<FraudxConfig['aws']>,
  { secrets }: Pick<Io, 'secrets'>,
  /** Whether credentials of AWS are refused. */
  testKeysOnly = false,
): Promise<{ readonly reader: ObjectReader } & Disposable> {
  const { createAwsClients, S3ObjectReader } = await import('@fraudx/aws');
  const clients = createAwsClients({ region, profile, endpointUrl, onSecret: secrets.add, testKeysOnly });
  return { reader: new S3ObjectReader(clients), [Symbol.dispose]: () => clients.close() };
}
