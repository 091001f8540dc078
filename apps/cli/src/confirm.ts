import { createInterface } from 'node:readline/promises';
import { InterruptedError } from '@fraudx/core';

/**
 * Asks a question that is answered with yes or no.
 *
 * @param input - A terminal in its usual mode, so that Ctrl-C is a signal.
 * @returns False for everything but `y` or `yes`, also at the end of the input.
 * @throws {InterruptedError} `signal` was aborted while it waited.
 */
export async function confirm(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input, output, terminal: false });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), ended]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new InterruptedError('interrupted before the question was answered; nothing was changed', { cause: error });
  } finally {
    lines.close();
  }
}
