/** A hyperparameter as an axis: a range of numbers, logarithmic with `log` (then `low` > 0), of whole numbers with `integer`, or choices in order. */
export type ParamAxis =
  | {
      readonly name: string;
      readonly low: number;
      readonly high: number;
      readonly log?: boolean;
      readonly integer?: boolean;
    }
  | { readonly name: string; readonly choices: readonly string[] };

/** A place on a {@link ParamAxis}: a number, or one of its choices. */
export type ParamPlace = number | string;

/** Whether larger or smaller values are better. */
export type PlotDirection = 'maximize' | 'minimize';
