import type { Frame } from '@fraudx/core';
import type { ReadFrameOptions, ReadFrameResult } from '@fraudx/data';
import { readFrame, readFrames, readRedis } from '@fraudx/data';
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

/** Reads a file, or the hashes of a Redis store, as these settings say; errors as of `readFrame` and `readRedis`. */
export async function readData(data: string, settings: Settings, options: Options): Promise<ReadFrameResult> {
  if (isRedisAddress(data)) return await readStore(data, options);
  return await readFrame(data, { ...options, ...readingOf(settings) });
}

/** Like {@link readData}, as frames of bounded size where the data is a file. */
export async function* readDataFrames(data: string, settings: Settings, options: Options): AsyncGenerator<Frame> {
  if (isAddress(data)) yield (await readData(data, settings, options)).frame;
  else yield* readFrames(data, { ...options, ...readingOf(settings) });
}
