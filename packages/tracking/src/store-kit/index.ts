/** For those who implement a RunStore: the same checks, the same errors, the same meaning of values in every store. */
export {
  checkChange,
  checkMetrics,
  checkNewRun,
  isSameRun,
  checkParams,
  checkTags,
  nextCount,
  paramChanged,
  runExists,
  runIdAmbiguous,
  runNotFound,
  storeClosed,
} from '../check-run.ts';
export { compareByOrder, matchRun } from '../query/match-run.ts';
export { scalarNumber } from '../query/scalar-number.ts';
