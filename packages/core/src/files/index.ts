export { isDiskFull, translateFileError } from './file-error.ts';
export { isOwnGroup } from './own-group.ts';
export { placeFile } from './place-file.ts';
export { readPlainFile, requirePlainBelow } from './plain-files.ts';
export type { ReadTextFileOptions } from './read-text-file.ts';
export { readTextFile } from './read-text-file.ts';
export { temporaryPath, temporaryStart } from './temporary-name.ts';
export { syncToDisk } from './sync-to-disk.ts';
export { writeFileAtomic } from './write-file-atomic.ts';
