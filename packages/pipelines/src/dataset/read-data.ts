import type { Frame } from '@fraudx/core';
import { entityColumns, byName, checkArgument, checkFields, InvalidArgumentError, isRedisAddress } from '@fraudx/core';
import { removeAbandonedScratch } from '@fraudx/core/files';
import type { ObjectReader, ReadFrameOptions, ReadFrameResult, ReadFramesOptions } from '@fraudx/data';
import {
  isObjectAddress,
  readFrame,
  readFrames,
  readObject,
  readObjectFrames,
  readRedis,
  readRedisFrames,
} from '@fraudx/data';
import { declaredCategories, textColumns } from './text-columns.ts';
import type { ExperimentSettings } from '../settings.ts';

type Readable = Pick<ExperimentSettings, 'renameDuplicates' | 'config' | 'readings' | 'openObjects' | 'beforeData'>;

type GivenBySettings = 'duplicates' | 'encoding' | 'decimalMark' | 'dateOrder' | 'missing' | 'readings';

/** The texts that mean "no value", where settings name them. */
export function missingOf({ missing }: ExperimentSettings['config']): { readonly missing?: readonly string[] } {
  return missing === undefined ? {} : { missing: missing.map(String) };
}

/** Refuses what cannot be read, for callers whose code no compiler checks. */
function checkCall(owner: string, data: unknown, settings: unknown, asked: unknown): void {
  checkArgument(owner, 'data', data, 'text');
  checkFields(owner, 'settings', settings, { config: 'object' });
  checkArgument(owner, 'options', asked, 'object');
}

/** The options of `readFrame` that settings give: repeated names, encoding, decimal mark, order of dates, texts that mean "no value", how columns were read in training. */
export function readingOf({ renameDuplicates, config, readings }: Readable): Pick<ReadFrameOptions, GivenBySettings> {
  return {
    duplicates: renameDuplicates ? 'rename' : 'error',
    ...(config.encoding === undefined ? {} : { encoding: config.encoding }),
    ...(config.decimalMark === undefined ? {} : { decimalMark: config.decimalMark }),
    ...(config.dateOrder === undefined ? {} : { dateOrder: config.dateOrder }),
    ...missingOf(config),
    ...(readings === undefined ? {} : { readings }),
  };
}

/** Those of them that count for a Redis store. */
function ofStore(settings: Readable): Omit<ReturnType<typeof readingOf>, 'duplicates' | 'encoding'> {
  const { duplicates: _ofColumns, encoding: _ofText, ...others } = readingOf(settings);
  return others;
}

type Options = Omit<ReadFrameOptions, GivenBySettings>;

/** `redis://host:port/db?match=features:*`: the server, and the keys that fit the pattern. */
function storeOf(address: string): { server: string; match?: string } {
  const [server, query] = address.split('?', 2);
  const asked = new URLSearchParams(query);
  const unknown = [...asked.keys()].find((key) => key !== 'match');
  if (unknown !== undefined) {
    // a ? of a password that was not encoded: what follows it is the password's end
    const got = address.lastIndexOf('@') > address.indexOf('?') ? 'something else' : `"${unknown}"`;
    throw new InvalidArgumentError(`data: address of a Redis store must ask for "match" alone, got ${got}`, {
      hint: 'For example redis://localhost:6379/0?match=features:*; in user and password write % as %25, ? as %3F, @ as %40.',
    });
  }
  const match = asked.get('match');
  return { server: server!, ...(match === null ? {} : { match }) };
}

/** Columns whose numbers are quantities by what a config says of them, whatever zeros stand in front. */
function quantitiesOf({ amount, target, time, sampleWeight, validation = {} }: ExperimentSettings['config']): string[] {
  const numeric = Object.keys(validation).filter((name) => validation[name]!.kind === 'numeric');
  const named = [amount, target, sampleWeight, typeof time === 'string' ? time : undefined];
  return [...named.filter((name) => name !== undefined), ...numeric];
}

/** The options with the columns that settings declare to be categories read as texts, and quantities as numbers, in every command alike. */
function withDeclared<T extends Options>(data: string, { config }: Readable, options: T): T {
  const declared = Object.keys(textColumns(data, declaredCategories(config)));
  const typed = byName(options.types ?? {});
  const texts = [...(options.texts ?? []), ...declared.filter((name) => typed[name] === undefined)];
  const quantities = [...new Set([...(options.quantities ?? []), ...quantitiesOf(config)])];
  const ids = [...entityColumns(config.entity), config.terminal].filter((name) => name !== undefined);
  return { ...options, texts: [...new Set(texts)], quantities, ids };
}

/** A reader of `s3://bucket/key`. */
async function openS3({ openObjects }: Readable): Promise<{ readonly reader: ObjectReader } & Disposable> {
  if (openObjects !== undefined) return await openObjects();
  throw new InvalidArgumentError('data: settings must say how objects are read, got none for an address of S3', {
    code: 'NO_OBJECT_READER',
    hint: 'Give openObjects, for example with an S3ObjectReader of @fraudx/aws.',
  });
}

/**
 * Reads a file, an S3 object or the hashes of a Redis store, after rows that killed commands left among the temporary files have been removed, as these settings say; errors as of `readFrame`, `readObject` and `readRedis`.
 */
export async function readData(data: string, settings: Readable, asked: Options): Promise<ReadFrameResult> {
  checkCall('readData', data, settings, asked);
  settings.beforeData?.(data);
  const options = withDeclared(data, settings, asked);
  await removeAbandonedScratch();
  if (isRedisAddress(data)) {
    const { server, ...match } = storeOf(data);
    return await readRedis(server, { ...options, ...match, ...ofStore(settings) });
  }
  if (!isObjectAddress(data)) return await readFrame(data, { ...options, ...readingOf(settings) });
  using s3 = await openS3(settings);
  return await readObject(s3.reader, data, { ...options, ...readingOf(settings) });
}

/** Like {@link readData}, as frames of bounded size, sorted where `sortBy` is given. */
export async function* readDataFrames(
  data: string,
  settings: Readable,
  asked: Options & Pick<ReadFramesOptions, 'sortBy' | 'onWarnings'>,
): AsyncGenerator<Frame> {
  checkCall('readDataFrames', data, settings, asked);
  settings.beforeData?.(data);
  const options = withDeclared(data, settings, asked);
  if (isRedisAddress(data)) {
    const { server, ...match } = storeOf(data);
    yield* readRedisFrames(server, { ...options, ...match, ...ofStore(settings) });
    return;
  }
  if (!isObjectAddress(data)) {
    yield* readFrames(data, { ...options, ...readingOf(settings) });
    return;
  }
  using s3 = await openS3(settings);
  yield* readObjectFrames(s3.reader, data, { ...options, ...readingOf(settings) });
}
