/** What the user says. */
export interface Given {
  readonly target?: string;
  readonly time?: string;
  readonly drop?: readonly string[];
}

/** Lets the user choose one of several; undefined where nobody can be asked or none was chosen. */
export type Choose = (question: string, choices: readonly string[]) => Promise<string | undefined>;
