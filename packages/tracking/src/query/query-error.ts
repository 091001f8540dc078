import { InvalidArgumentError } from '@fraudx/core';

const example = `metrics.average_precision > 0.7 and params.max_depth = 6 and tags.team = "x"`;

/** An error that names the position (from 1) and draws a caret under it. */
export function queryError(text: string, position: number, problem: string, hint?: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `run query: ${problem} at position ${position + 1}\n  ${text.replaceAll(/\s/g, ' ')}\n  ${' '.repeat(position)}^`,
    {
      code: 'INVALID_QUERY',
      details: { query: text, position: position + 1, problem },
      hint: hint ?? `A query looks like: ${example}`,
    },
  );
}
