import { createInterface } from 'node:readline/promises';
import { InterruptedError } from '@fraudx/core';

/**
 * Asks a question that is answered with one line.
 *
 * @param input - A terminal in its usual mode, so that Ctrl-C is a signal.
 * @returns The line without spaces around; empty at the end of the input.
 * @throws {InterruptedError} `signal` was aborted while it waited.
 */
export async function ask(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<string> {
  const lines = createInterface({ input, output, terminal: false });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} `, { signal }), ended]);
    return answer.trim();
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new InterruptedError('interrupted before the question was answered; nothing was changed', { cause: error });
  } finally {
    lines.close();
  }
}

/**
 * Asks a question that is answered with yes or no; see {@link ask}.
 *
 * @returns False for everything but `y` or `yes`, also at the end of the input.
 */
export async function confirm(...[question, ...rest]: Parameters<typeof ask>): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N]`, ...rest));
}
