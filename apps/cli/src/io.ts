import type { Container } from './container.ts';
import type { ShownValues } from '@fraudx/core';
import type { LearnedSecrets } from '@fraudx/core';

/** The outside of the process as commands see it; only `main.ts` makes the real one. */
export interface Io {
  /** Writes result text to standard output; never throws. */
  readonly out: (text: string) => void;
  /** Writes progress and notes to standard error; never throws. */
  readonly err: (text: string) => void;
  /** Whether standard error is a terminal: only then progress bars are drawn. */
  readonly errIsTerminal: boolean;
  /** Width of the terminal in columns, at least 40; infinite when standard output is not a terminal. */
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, absolute. */
  readonly cwd: string;
  /** Version of Node, e.g. `24.21.0`. */
  readonly nodeVersion: string;
  /** Id of the user who runs this; undefined where the system has none. */
  readonly uid?: number | undefined;
  /** Id of this process. */
  readonly pid: number;
  /** The command line after the program's name. */
  readonly argv: readonly string[];
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** Asks a question of yes or no; absent where nobody can answer: standard input or error is no terminal. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** Asks a question that is answered with one line; absent where `confirm` is. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** What of data may be shown in messages. */
  readonly values: ShownValues;
  /** Secrets that were learned while working, which nothing that is printed may repeat. */
  readonly secrets: LearnedSecrets;
  /** What the command opens. */
  readonly container: Container;
  /** The stream behind `err`, for progress bars. */
  readonly errStream: NodeJS.WritableStream;
}
