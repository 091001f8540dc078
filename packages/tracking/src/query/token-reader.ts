import { nearest } from '@fraudx/core';
import type { FilterTarget } from './filter.ts';
import { runFields } from './filter.ts';
import { queryError } from './query-error.ts';
import type { Token } from './tokenize.ts';
import { tokenize } from './tokenize.ts';

const sources = ['metrics', 'params', 'tags'] as const;

/** A cursor over the tokens of a query. */
export class TokenReader {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  peek(): Token {
    return this.#tokens[this.#next]!;
  }

  take(): Token {
    const token = this.peek();
    if (token.type !== 'end') this.#next++;
    return token;
  }

  /** Takes the next token when it is this keyword (any case). */
  takeKeyword(keyword: string): boolean {
    const token = this.peek();
    if (token.type !== 'word' || token.text.toLowerCase() !== keyword) return false;
    this.#next++;
    return true;
  }

  takeSymbol(symbol: string): boolean {
    const token = this.peek();
    if (token.type !== 'symbol' || token.text !== symbol) return false;
    this.#next++;
    return true;
  }

  fail(token: Token, expected: string, hint?: string): Error {
    const got = token.type === 'end' ? 'the end' : JSON.stringify(token.text);
    return queryError(this.text, token.position, `expected ${expected}, got ${got}`, hint);
  }

  /** `metrics.x`, `params.x`, `tags.x` or a column of the run. */
  takeTarget(): FilterTarget {
    const token = this.take();
    if (token.type !== 'word') throw this.fail(token, 'a field such as metrics.roc_auc');
    const lower = token.text.toLowerCase();
    const source = sources.find((candidate) => candidate === lower);
    if (source !== undefined) {
      if (!this.takeSymbol('.')) throw this.fail(this.peek(), `a dot and a name after ${source}`);
      const parts: string[] = [];
      do {
        const part = this.take();
        if (part.type !== 'word' && part.type !== 'quoted') throw this.fail(part, `a name after ${source}.`);
        parts.push(part.text);
      } while (this.takeSymbol('.'));
      return { source, name: parts.join('.') };
    }
    const field = runFields.find((candidate) => candidate === lower);
    if (field === undefined) {
      const near = nearest(token.text, [...sources, ...runFields]);
      throw this.fail(
        token,
        `metrics.…, params.…, tags.… or one of ${runFields.join(', ')}`,
        near === undefined ? undefined : `Did you mean ${near}${sources.some((s) => s === near) ? '.…' : ''}?`,
      );
    }
    return { source: 'run', field };
  }
}
