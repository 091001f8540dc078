export { canonicalJson, sha256 } from './canonical-json.ts';
export type { ArgumentKind } from './check-argument.ts';
export { checkArgument, checkFields } from './check-argument.ts';
export type { Clock } from './clock.ts';
export { createManualClock, systemClock } from './clock.ts';
export type { BuiltInAlgorithm } from './config/registered-names.ts';
export {
  addAlgorithmName,
  addSamplerName,
  addSplitName,
  knownAlgorithmNames,
  knownSamplerNames,
  knownSplitNames,
} from './config/registered-names.ts';
export {
  dataAddress,
  isAddress,
  isRedisAddress,
  holdsCredentials,
  withoutSecrets,
  withoutSecretsInside,
} from './config/data-address.ts';
export { entityColumns } from './entity-columns.ts';
export type { ErrorKind, FraudxErrorOptions, JsonValue } from './errors.ts';
export {
  ConflictError,
  DataError,
  FraudxError,
  InternalError,
  InterruptedError,
  InvalidArgumentError,
  NotFoundError,
  OutsideError,
  ShapeError,
  StateError,
  throwIfAborted,
} from './errors.ts';
export type { ColumnReading } from './column-reading.ts';
export type { CategoricalColumn, Column, NumericColumn, TimestampColumn } from './frame.ts';
export { Frame } from './frame.ts';
export { createId } from './ids.ts';
export { foldsJson, jsonMetrics } from './json-metrics.ts';
export { jsonErrorPosition } from './json-error-position.ts';
export { knownValues } from './known-values.ts';
export { lowerBound } from './lower-bound.ts';
export type { FeatureType } from './matrix.ts';
export { Matrix } from './matrix.ts';
export { nameList } from './name-list.ts';
export { countText, durationText, metricText, percentText, timeText, withInterval } from './number-text.ts';
export { once } from './once.ts';
export { parseJson } from './parse-json.ts';
export type { Progress, ProgressEvent } from './progress.ts';
export { silentProgress } from './progress.ts';
export { protoPaths } from './proto-paths.ts';
export { LearnedSecrets } from './learned-secrets.ts';
export { SpelledSecrets } from './spelled-secrets.ts';
export { repeatsSecret } from './repeats-secret.ts';
export { Rng } from './rng.ts';
export { shellQuoted } from './shell-quoted.ts';
export { shownValue } from './shown-value.ts';
export type { HiddenSince } from './shown-values.ts';
export { ShownValues } from './shown-values.ts';
export { stopIfAborted } from './stop-if-aborted.ts';
export { byName } from './by-name.ts';
export { nearest } from './suggest.ts';
export { takeValues } from './take-values.ts';
export type { LocalOccurrence, TimeZone } from './time-zone.ts';
export { dayText, isTimeZone, openTimeZone, timeZoneProblem } from './time-zone.ts';
export { unknownKeys } from './unknown-keys.ts';
export { roundedText, valueText } from './rounded-text.ts';
export { epochMilliseconds, timeUnits } from './time-units.ts';
