import type { Frame } from '@fraudx/core';
import type { ReadFrameOptions, ReadFrameResult } from '@fraudx/data';
import { isObjectAddress, readFrame, readFrames, readObject, readRedis } from '@fraudx/data';
import { isAddress } from '../settings/data-address.ts';
import type { Settings } from '../settings/settings.ts';

/** The options of `readFrame` that settings give: repeated names, encoding, order of dates. */
export function readingOf({
  renameDuplicates,
  config,
}: Pick<Settings, 'renameDuplicates' | 'config'>): Pick<ReadFrameOptions, 'duplicates' | 'encoding' | 'dateOrder'> {
  return {
    duplicates: renameDuplicates ? 'rename' : 'error',
    ...(config.encoding === undefined ? {} : { encoding: config.encoding }),
    ...(config.dateOrder === undefined ? {} : { dateOrder: config.dateOrder }),
  };
}

/** Whether data is in a Redis store. */
export function isRedisAddress(data: string): boolean {
  return /^rediss?:\/\//.test(data);
}

type Options = Omit<ReadFrameOptions, 'duplicates' | 'encoding' | 'dateOrder'>;

/** `redis://host:port/db?match=features:*`: the keys that fit the pattern. */
async function readStore(address: string, options: Options): Promise<ReadFrameResult> {
  const [server, query] = address.split('?', 2);
  const match = new URLSearchParams(query).get('match');
  return await readRedis(server!, { ...options, ...(match === null ? {} : { match }) });
}

/** Reads `s3://bucket/key`; the AWS SDK is loaded only then. */
async function readS3(address: string, settings: Settings, options: Options): Promise<ReadFrameResult> {
  const { createAwsClients, S3ObjectReader } = await import('@fraudx/aws');
  const { region, profile, endpointUrl } = settings.config.aws ?? {};
  const clients = createAwsClients({ region, profile, endpointUrl });
  try {
    return await readObject(new S3ObjectReader(clients), address, { ...options, ...readingOf(settings) });
  } finally {
    clients.close();
  }
}

/**
 * Reads a file, an S3 object or the hashes of a Redis store, as these settings say; errors as of `readFrame`, `readObject` and `readRedis`.
 */
export async function readData(data: string, settings: Settings, options: Options): Promise<ReadFrameResult> {
  if (isRedisAddress(data)) return await readStore(data, options);
  if (isObjectAddress(data)) return await readS3(data, settings, options);
  return await readFrame(data, { ...options, ...readingOf(settings) });
}

/** Like {@link readData}, as frames of bounded size where the data is a file. */
export async function* readDataFrames(data: string, settings: Settings, options: Options): AsyncGenerator<Frame> {
  if (isAddress(data)) yield (await readData(data, settings, options)).frame;
  else yield* readFrames(data, { ...options, ...readingOf(settings) });
}
