import { parseSearchSpace } from '@fraudx/tuning';

/** A study in which every point differs: random search without replacement. */
export const sharedStudy = {
  space: parseSearchSpace({ x: { type: 'int', low: 1, high: 60 }, y: { type: 'int', low: 1, high: 60 } }),
  sampler: 'random',
  direction: 'maximize',
  seed: 1,
} as const;
