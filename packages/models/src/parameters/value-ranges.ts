/** A share that is drawn: 1 takes all. */
export const DRAWN_SHARE = { type: 'float', low: 0, lowExclusive: true, high: 1, default: 1 } as const;

/** A share that is neither none nor all. */
export const PROPER_SHARE = { type: 'float', low: 0, lowExclusive: true, high: 1, highExclusive: true } as const;

/** A penalty or limit that 0 turns off. */
export const OFF_AT_ZERO = { type: 'float', low: 0, default: 0 } as const;
