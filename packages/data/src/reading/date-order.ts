/** The order of day and month in dates such as 03/04/2025; `year-first` is that of 25/04/03. Dates with all four digits of the year in front need none. */
export type DateOrder = 'day-first' | 'month-first' | 'year-first';
