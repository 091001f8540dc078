/** How categories become numbers, in the order of the documentation. */
export const categoryEncodings = ['native', 'target', 'count', 'ordinal', 'one-hot'] as const;

/** How the categories of a column become numbers. */
export type CategoryEncoding = (typeof categoryEncodings)[number];
