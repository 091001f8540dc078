import { InvalidArgumentError } from '@fraudx/core';

const example = `metrics.average_precision > 0.7 and params.max_depth = 6 and tags.team = "x"`;

/** An error that names the position (from 1) and draws a caret under it. */
export function queryError(text: string, position: number, problem: string, hint?: string): InvalidArgumentError {
  const from = position > 60 ? position - 60 : 0;
  const to = Math.min(text.length, position + 60);
  const before = `${from > 0 ? '…' : ''}${text.slice(from, position)}`.replaceAll(/\s/g, ' ');
  const after = `${text.slice(position, to)}${to < text.length ? '…' : ''}`.replaceAll(/\s/g, ' ');
  const excerpt = [`${before}${after}`, `${' '.repeat(before.length)}^`];
  return new InvalidArgumentError(
    `run query: ${problem} at position ${position + 1}${excerpt.map((line) => `\n  ${line}`).join('')}`,
    {
      code: 'INVALID_QUERY',
      details: { query: text, position: position + 1, problem, excerpt },
      hint: hint ?? `A query looks like: ${example}`,
    },
  );
}
