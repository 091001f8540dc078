/** Everything that reads files or texts of others, each with intact examples that are then damaged. */
import { dataReaders } from './data-readers.ts';
import { modelReaders } from './model-readers.ts';
import type { Reader } from './reader.ts';
import { storeReaders } from './store-readers.ts';
import { textReaders } from './text-readers.ts';

/** All readers. */
export const readers: readonly Reader[] = [...textReaders, ...dataReaders, ...modelReaders, ...storeReaders];
