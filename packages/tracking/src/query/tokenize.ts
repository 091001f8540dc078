import { queryError } from './query-error.ts';

/** A piece of a query's text. */
export interface Token {
  readonly type: 'word' | 'quoted' | 'number' | 'symbol' | 'end';
  /** The word, the text without quotes, or the symbol. */
  readonly text: string;
  readonly position: number;
}

const number = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z0-9_])/y;
const word = /[A-Za-z_][A-Za-z0-9_\-/@:]*/y;
const symbol = />=|<=|!=|<>|==|[=<>(),.]/y;
const afterDot = /[A-Za-z0-9_\-/@:]+(?:\.[A-Za-z0-9_\-/@:]+)*/y;

function match(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

function readQuoted(text: string, start: number): { value: string; end: number } {
  const quote = text[start]!;
  let value = '';
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) {
      i++;
      value += text[i]!;
    } else if (text[i] === quote) {
      if (text[i + 1] !== quote) return { value, end: i + 1 };
      value += quote;
      i++;
    } else value += text[i]!;
  }
  throw queryError(text, start, `text must end with ${quote}`);
}

/** Cuts a query into tokens; the last one is `end`. Quotes are ' " or `, doubled or after a backslash inside. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < text.length) {
    const start = i;
    if (/\s/.test(text[i]!)) {
      i++;
      continue;
    }
    if (text[i] === "'" || text[i] === '"' || text[i] === '`') {
      const { value, end } = readQuoted(text, i);
      tokens.push({ type: 'quoted', text: value, position: start });
      i = end;
      continue;
    }
    const previous = tokens.at(-1);
    const name = previous?.text === '.' && previous.type === 'symbol' ? match(afterDot, text, i) : undefined;
    const found =
      name !== undefined
        ? ({ type: 'word', text: name } as const)
        : (
            [
              ['number', number],
              ['word', word],
              ['symbol', symbol],
            ] as const
          )
            .map(([type, pattern]) => ({ type, text: match(pattern, text, i) }))
            .find((candidate) => candidate.text !== undefined);
    if (found?.text === undefined) throw queryError(text, i, `unexpected character ${JSON.stringify(text[i])}`);
    tokens.push({ type: found.type, text: found.text, position: start });
    i += found.text.length;
  }
  tokens.push({ type: 'end', text: '', position: text.length });
  return tokens;
}
