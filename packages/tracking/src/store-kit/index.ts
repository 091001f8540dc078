/** For those who implement a store: the same checks, the same errors, the same meaning of values in every store. */
export {
  checkChange,
  checkRunOperation,
  countedTag,
  endsRun,
  resumesRun,
  checkMetrics,
  checkNewRun,
  isSameRun,
  checkParams,
  checkTags,
  paramChanged,
  runExists,
  runIdAmbiguous,
  runNotFound,
  storeClosed,
} from '../check-run.ts';
export { BaseRunStore } from '../base-run-store.ts';
export type { StoredState } from '../check-run.ts';
export { selectRuns } from '../query/select-runs.ts';
export { compareByOrder, matchRun } from '../query/match-run.ts';
export { scalarNumber } from '../query/scalar-number.ts';
export { artifactNotFound, checkedChunks, chunksOf } from '../artifact-chunks.ts';
export { firstPlace, nameInPlace, placeBeside, readsAsBeside } from '../artifact-place.ts';
export { filesBelow } from '../folder-files.ts';
export { checkModelRun, modelEmpty, modelExists, modelNotFound } from '../model-store-errors.ts';
