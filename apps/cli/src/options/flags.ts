/** The flags of settings, by their keys in a config. */
const flags: Readonly<Record<string, string>> = {
  data: '--data',
  target: '--target',
  drop: '--drop',
  categorical: '--categorical',
  time: '--time',
  timeUnit: '--time-unit',
  timeZone: '--time-zone',
  dateOrder: '--date-order',
  decimalMark: '--decimal-mark',
  encoding: '--encoding',
  missing: '--missing',
  positive: '--positive',
  negative: '--negative',
  entity: '--entity',
  terminal: '--terminal',
  amount: '--amount',
  sampleWeight: '--sample-weight',
  'features.strategy': '--features',
  'tuning.metric': '--metric',
  'split.strategy': '--split',
  'split.testFold': '--test-fold',
  'split.test': '--test-size',
  'split.validation': '--validation-size',
  'split.trainDays': '--train-days',
  'split.delayDays': '--delay-days',
  'split.testDays': '--test-days',
  'split.folds': '--folds',
  'split.trainFrom': '--train-from',
};

/** The flags of these settings; a setting without one is left out. */
export function flagsOf(settings: readonly string[]): string[] {
  return settings.flatMap((key) => (Object.hasOwn(flags, key) ? [flags[key]!] : []));
}
