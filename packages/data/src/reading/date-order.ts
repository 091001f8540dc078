/** The order of day and month in dates such as 03/04/2025. */
export type DateOrder = 'day-first' | 'month-first';
