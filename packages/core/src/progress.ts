/** One step of long work, for a bar on a terminal or a log line. */
export interface ProgressEvent {
  /** What is being done, e.g. `read`, `fit`, `tune`. */
  readonly task: string;
  /** Units done so far, >= 0. */
  readonly done: number;
  /** Units in all, or undefined when not known. */
  readonly total?: number;
  /** A short text beside the bar, e.g. the best score so far. */
  readonly note?: string;
  /** How what is searched has come on, such as the best value after each trial, the oldest first. */
  readonly course?: readonly number[];
  /** What was found so far, such as the best trials of a search, the best first. Rows are as long as `headings`. */
  readonly table?: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** Receives progress; must return quickly and never throw. */
export type Progress = (event: ProgressEvent) => void;

/** Ignores all progress. */
export const silentProgress: Progress = () => {};
