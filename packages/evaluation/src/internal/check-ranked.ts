import type { MetricOptions } from '../metrics/confusion-matrix.ts';
import { checkLabels, checkScores, checkWeights } from './check-inputs.ts';
import { rank } from './ranking.ts';
import type { Ranking } from './ranking.ts';

/** Checks labels, scores of any scale and weights, then ranks them. */
export function checkRanked(
  owner: string,
  yTrue: Uint8Array,
  yScore: Float64Array,
  options: MetricOptions = {},
): Ranking {
  checkLabels(owner, 'yTrue', yTrue);
  checkScores(owner, yScore, yTrue.length);
  checkWeights(owner, options.sampleWeight, yTrue.length);
  return rank(yTrue, yScore, options.sampleWeight);
}
