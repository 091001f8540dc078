import type { MetricInfo } from '../metric-definition.ts';

type Kind = Pick<MetricInfo, 'direction' | 'range' | 'needs'>;

/** From 0 to 1. */
const SHARE = [0, 1] as const;
/** Of any size and sign. */
export const ANY = [-Infinity, Infinity] as const;
/** 0 or above. */
export const NOT_NEGATIVE = [0, Infinity] as const;

/** Better when higher, without needs. Range by default 0 to 1. */
export function higher(range: MetricInfo['range'] = SHARE): Kind {
  return { direction: 'higher', range, needs: [] };
}

/** Better when lower, without needs. Range by default 0 to 1. */
export function lower(range: MetricInfo['range'] = SHARE): Kind {
  return { direction: 'lower', range, needs: [] };
}

/** Neither way better, without needs. Range by default 0 to 1. */
export function describes(range: MetricInfo['range'] = SHARE): Kind {
  return { direction: 'neither', range, needs: [] };
}

/** When metrics of both classes are undefined. */
export const ONE_CLASS = 'one class only';
/** When metrics of frauds are undefined. */
export const NO_FRAUD = 'no row is fraud';
