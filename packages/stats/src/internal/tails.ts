/** Both tails of a distribution at one place; the smaller one has all its digits. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}
