import { canonicalJson } from '@fraudx/core';

/** The rows that a model was tested on, as far as its manifest tells; the seed does not matter where time divides them. */
export function testedOn(dataSha256: string, split: Readonly<Record<string, unknown>>, byTime: boolean): string {
  const { seed, time_zone: zone, ...periods } = split;
  // Models of earlier versions had days of UTC and did not say so.
  const days = zone === undefined || zone === 'UTC' ? {} : { zone };
  return canonicalJson({ dataSha256, ...periods, ...days, ...(byTime ? {} : { seed }) });
}
