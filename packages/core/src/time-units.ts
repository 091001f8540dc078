/** What whole or broken numbers of a time column count. */
export const timeUnits = [
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'minutes',
  'hours',
  'days',
  'excel-days',
  'yyyymmdd',
  'yyyymmddhhmm',
  'yyyymmddhhmmss',
] as const;
