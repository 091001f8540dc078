import type { Clock } from '@fraudx/core';
import { systemClock } from '@fraudx/core';
import type { ObjectStore, ParameterStore, PipelineRunner } from '@fraudx/promotion';
import { FileObjectStore } from './file-object-store.ts';
import { FileParameterStore } from './file-parameter-store.ts';
import { FilePipelineRunner } from './file-pipeline-runner.ts';
import { ProductionFiles } from './production-files.ts';
import { removeLeftovers } from './remove-leftovers.ts';

/** The local production target: a folder that stands for Parameter Store, the config bucket and the pipeline. */
export interface LocalProduction {
  readonly parameters: ParameterStore;
  readonly objects: ObjectStore;
  readonly pipeline: PipelineRunner;
  readonly folder: string;
  /** Removes temporary files of processes that died while they wrote; see {@link removeLeftovers}. */
  readonly removeLeftovers: () => Promise<string[]>;
}

/**
 * The production target in a folder: `parameters/`, `objects/`, `executions/`, `locks/`. Nothing is created before the first write.
 *
 * Safe for several processes at once. A folder that cannot be written raises `OutsideError` `FILE_NOT_WRITABLE` at the first write.
 *
 * Links in it are refused with `DataError` `FILE_NOT_PLAIN`, never followed.
 *
 * @param folder - Usually `.fraudx/production`.
 * @param options - `root`: the folder around it that is trusted, from which on links are refused. Default: the production folder, which may be a
 *   link itself.
 */
export function openLocalProduction(
  folder: string,
  options: { readonly clock?: Clock; readonly root?: string } = {},
): LocalProduction {
  const files = new ProductionFiles(folder, options.root);
  return {
    parameters: new FileParameterStore(files),
    objects: new FileObjectStore(files),
    pipeline: new FilePipelineRunner(files, options.clock ?? systemClock),
    folder,
    removeLeftovers: () => removeLeftovers(files),
  };
}
