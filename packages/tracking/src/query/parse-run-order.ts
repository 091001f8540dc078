import type { FilterTarget } from './filter.ts';
import { TokenReader } from './token-reader.ts';

/** One key of an order. */
export interface RunOrder {
  readonly target: FilterTarget;
  readonly descending: boolean;
}

const maxKeys = 10;

/**
 * An order such as `metrics.roc_auc desc, started_at`.
 *
 * Ascending unless `desc` follows. Parameters and tags that are or spell numbers come before other texts. A run without the
 * value, or with NaN, comes last either way. Ties: the later start first, then by run id.
 *
 * @throws {InvalidArgumentError} `INVALID_QUERY`; message and details name the position, counted from 1.
 */
export function parseRunOrder(text: string): readonly RunOrder[] {
  const reader = new TokenReader(text);
  const keys: RunOrder[] = [];
  do {
    if (keys.length === maxKeys) throw reader.fail(reader.peek(), `at most ${maxKeys} keys`);
    const target = reader.takeTarget();
    const descending = reader.takeKeyword('desc');
    if (!descending) reader.takeKeyword('asc');
    keys.push({ target, descending });
  } while (reader.takeSymbol(','));
  const rest = reader.peek();
  if (rest.type !== 'end') throw reader.fail(rest, 'asc, desc, a comma or the end');
  return keys;
}
