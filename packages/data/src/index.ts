export { asCategories } from './as-categories.ts';
export { defaultMissingMarkers } from './reading/missing-markers.ts';
export type { LabelledRows, LabelOptions } from './binary-target.ts';
export { binaryLabels, binaryTarget, labelledRows } from './binary-target.ts';
export type { ColumnDescription, DataDescription, DescribeOptions } from './describe/describe-frame.ts';
export { describeFrame } from './describe/describe-frame.ts';
export type { DataFingerprint } from './fingerprint.ts';
export { fingerprintFrame } from './fingerprint.ts';
export type { GenerateOptions } from './generate/generate-transactions.ts';
export { generateTransactions } from './generate/generate-transactions.ts';
export type { ColumnKind, KnownReading } from './reading/text-column.ts';
export type { ReadFrameOptions, ReadFrameResult } from './reading/read-frame.ts';
export { readFrame } from './reading/read-frame.ts';
export type { ReadFramesOptions } from './reading/read-frames.ts';
export { readFrames } from './reading/read-frames.ts';
export { isUtf8Text } from './reading/utf8-text.ts';
export type { UnpackLimits } from './reading/unpacked-bytes.ts';
export { asWholeNumbers, identifyRows, namesRows } from './row-ids.ts';
export type { ColumnSchema, DataSchema } from './schema.ts';
export { describeSchema } from './schema.ts';
export { parseTestFold } from './splits/parse-test-fold.ts';
export {
  describeSplit,
  foldsOf,
  isByTime,
  planSplit,
  splitDataset,
  splitLabelled,
  splitNameOf,
} from './splits/split-dataset.ts';
export type { OuterFold } from './splits/outer-folds.ts';
export { outerFolds } from './splits/outer-folds.ts';
export { unusedFolds } from './splits/unused-folds.ts';
export { findSplit, registerSplit } from './splits/split-registry.ts';
export type {
  Fold,
  SplitOfRows,
  SplitPlan,
  SplitSetting,
  SplitSettings,
  SplitSource,
  SplitStrategy,
} from './splits/split-strategy.ts';
export type { PrequentialOptions, PrequentialRows, PrequentialSplit } from './splits/prequential-splits.ts';
export { prequentialSplits } from './splits/prequential-splits.ts';
export type { PrequentialFold, PrequentialParts, PrequentialPlan } from './splits/split-prequential.ts';
export { splitPrequential } from './splits/split-prequential.ts';
export type { RowSplit, SplitInput, SplitSpec } from './splits/split-rows.ts';
export { splitRows } from './splits/split-rows.ts';
export { clockColumns, replacedParts } from './times/time-parts.ts';
export { TimeReader } from './times/time-reader.ts';
export type { TimeParts, TimeSettings, TimeUnit } from './times/time-settings.ts';
export { timesInUnit } from './times/time-units.ts';
export { timePartNames, timeUnits } from './times/time-settings.ts';
export { mayBeWritten } from './reading/number-texts.ts';
export type { WriteFramesOptions } from './writing/write-frames.ts';
export { writeFrames } from './writing/write-frames.ts';
export type { Correlation } from './describe/correlations.ts';
export type { TimeDrift, TimeSegment } from './describe/drift-over-time.ts';
export type { ColumnShift } from './describe/stability-index.ts';
export type { ClassCounts, ClassDistribution, Exploration, ExploreOptions } from './describe/explore-frame.ts';
export { exploreFrame } from './describe/explore-frame.ts';
export type { LabelValues, ValueCount } from './labels/label-values.ts';
export { absentValues, countValues, countValuesAndEmpty, valueCountsText } from './labels/label-values.ts';
export type { InvertedLabel } from './labels/inverted-label.ts';
export { findInvertedLabel, invertedLabelText } from './labels/inverted-label.ts';
export type { LateLabels } from './labels/late-labels.ts';
export { findLateLabels, lateLabelsText } from './labels/late-labels.ts';
export type { FraudRule, RuleLabels } from './labels/label-by-rules.ts';
export { labelByRules } from './labels/label-by-rules.ts';
export type { ObjectReader } from './sources/object-reader.ts';
export { isObjectAddress, readObject, readObjectFrames } from './sources/object-reader.ts';
export type { ReadRedisOptions } from './sources/redis-source.ts';
export { readRedis, readRedisFrames } from './sources/redis-source.ts';
export type { ColumnRules, ValidationReport, ValidationRules, Violation } from './validation/validate-frame.ts';
export { validateFrame } from './validation/validate-frame.ts';
export type { ColumnRole, GuessedColumns } from './roles/guess-columns.ts';
export { arePaddedNumbers, guessColumns, guessRoles, plainIdReason } from './roles/guess-columns.ts';
export { guessLabelValues, isDoubtful } from './roles/guess-label-values.ts';
export type { TargetCandidate } from './roles/guess-target.ts';
export { describeTarget, guessMarkedTargets, guessTargets } from './roles/guess-target.ts';
export type { TimeCandidate } from './roles/guess-times.ts';
export { guessTimes, isClearTime, repeatsTime } from './roles/guess-times.ts';
export { markersBesideNumbers, mayBeMarker } from './reading/markers-beside-numbers.ts';
export { timeNumbersNotes } from './roles/time-numbers.ts';
export { namesTransactions } from './roles/names-transactions.ts';
export { lostClocksNote } from './times/lost-clocks.ts';
export { oddIds } from './training/odd-ids.ts';
export { alignSpellings } from './training/align-spellings.ts';
export type { SeenValues, Training, UnseenValues } from './training/unseen-values.ts';
export { describeUnseen } from './training/unseen-values.ts';
export { likelyTimeUnit } from './training/other-times.ts';
export { findUnseen } from './training/find-unseen.ts';
export type { OddRows } from './reading/odd-rows.ts';
export { findOddRows, oddRowsWarnings } from './reading/odd-rows.ts';
export { emptiedTimes } from './training/emptied-times.ts';
export type { TrainedColumn } from './training/trained-columns.ts';
export { trainedColumns } from './training/trained-columns.ts';
