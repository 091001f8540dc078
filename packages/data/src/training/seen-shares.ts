/** Shares of the times of training by their hours. */
export interface SeenHours {
  /** From 13:00 on, and before 01:00, which clocks of 12 hours do not have, in [0, 1]. */
  readonly late: number;
  readonly first: number;
}

/** Shares of the numbers of training that have a value, in [0, 1]. */
export interface SeenSigns {
  readonly negative: number;
  readonly positive: number;
}
