import type { ReadFrameOptions, ReadFrameResult } from '@fraudx/data';
import { readFrame } from '@fraudx/data';
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

/** Reads data as these settings say; errors as of `readFrame`. */
export async function readData(
  path: string,
  settings: Settings,
  options: Omit<ReadFrameOptions, 'duplicates' | 'encoding' | 'dateOrder'>,
): Promise<ReadFrameResult> {
  return await readFrame(path, { ...options, ...readingOf(settings) });
}
