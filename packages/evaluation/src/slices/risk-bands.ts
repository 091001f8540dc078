/** Width of a band in log-odds: at both ends of one the odds of fraud differ by a fifth. */
const width = 0.2;
/** Log-odds of a score of 0 or 1 in a million, beyond which all is one band. */
const most = Math.log(1e6);
const half = Math.ceil(most / width);

/** How many bands there are on each side of the threshold. */
export const nRiskBands = 2 * half + 1;

/**
 * Bands of rows of about the same risk by their scores: equal steps of the log-odds, cut once more at the threshold, so that a band holds
 * alerts only or none.
 *
 * @param yScore - Length n, in [0, 1].
 * @returns Length n: below {@link nRiskBands} for a row without an alert, from there on for an alert.
 */
export function riskBands(yScore: Float64Array, threshold: number): Uint16Array {
  return Uint16Array.from(yScore, (score) => {
    const logOdds = Math.min(most, Math.max(-most, Math.log(score / (1 - score))));
    const band = Math.round(logOdds / width) + half;
    return score >= threshold ? nRiskBands + band : band;
  });
}
