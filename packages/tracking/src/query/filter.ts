/** Columns of a run that a query can name. */
export const runFields = [
  'run_id',
  'parent_run_id',
  'experiment',
  'name',
  'kind',
  'status',
  'started_at',
  'ended_at',
  'error',
] as const;

/** A column of a run. */
export type RunField = (typeof runFields)[number];

/** What a condition looks at: a metric, a parameter or a tag by name, or a column of the run. */
export type FilterTarget =
  | { readonly source: 'metrics' | 'params' | 'tags'; readonly name: string }
  | { readonly source: 'run'; readonly field: RunField };

/** How a condition compares. */
export type FilterOperator = '=' | '!=' | '>' | '>=' | '<' | '<=';

/** A text, number or boolean written in a query. */
export type FilterLiteral = string | number | boolean;

/** A parsed condition; see `parseRunFilter` for the meaning. */
export type RunFilter =
  | { readonly type: 'and' | 'or'; readonly left: RunFilter; readonly right: RunFilter }
  | { readonly type: 'not'; readonly inner: RunFilter }
  | {
      readonly type: 'compare';
      readonly target: FilterTarget;
      readonly operator: FilterOperator;
      readonly literal: FilterLiteral;
    }
  | { readonly type: 'like'; readonly target: FilterTarget; readonly pattern: string }
  | { readonly type: 'in'; readonly target: FilterTarget; readonly literals: readonly FilterLiteral[] }
  | { readonly type: 'null'; readonly target: FilterTarget };
