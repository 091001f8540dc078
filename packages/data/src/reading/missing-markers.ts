/**
 * Cell texts that mean "no value", compared after trimming and lower-casing; the empty text always does. The last ones are what
 * spreadsheets leave where a formula failed.
 */
export const defaultMissingMarkers: readonly string[] = [
  'na',
  'n/a',
  'null',
  'nan',
  '?',
  '#n/a',
  '#value!',
  '#ref!',
  '#div/0!',
  '#num!',
  '#name?',
  '#null!',
];
