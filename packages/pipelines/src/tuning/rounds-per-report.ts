/** Rounds between two reports of a fit: pruners decide so often. */
export const roundsPerReport = 10;
