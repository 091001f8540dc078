import type { Column, Frame } from '@fraudx/core';
import { entityColumns, InvalidArgumentError, NotFoundError, nameList, nearest } from '@fraudx/core';
import { identityEncoding } from './identity-encoding.ts';
import type { CategoryEncoding } from './encoding-names.ts';
import { categoryEncodings } from './encoding-names.ts';
import type { Encoding } from './encodings.ts';
import type { EngineerColumns } from './engineer-options.ts';
import { codesOf, fitTargetRates } from './target-rates.ts';

/** Categories beyond these have no column of their own each. */
const MOST_ONE_HOT = 1000;

function fail(column: string, what: string, hint: string): InvalidArgumentError {
  return new InvalidArgumentError(`features: categoryEncoding of "${column}" ${what}`, {
    code: 'CATEGORY_ENCODING',
    details: { column },
    hint,
  });
}

/**
 * Refuses encodings of columns that are no categories.
 *
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {InvalidArgumentError} `CATEGORY_ENCODING`: another encoding; target, time, entity or a dropped column; a column of times.
 */
export function checkCategoryEncoding(
  frame: Frame,
  encodings: Readonly<Record<string, string>>,
  columns: EngineerColumns,
): void {
  const { target, time, entity, drop = [] } = columns;
  for (const [name, encoding] of Object.entries(encodings)) {
    if (!(categoryEncodings as readonly string[]).includes(encoding)) {
      const near = nearest(encoding, categoryEncodings);
      throw fail(
        name,
        `must be one of ${categoryEncodings.join(', ')}, got "${encoding}"`,
        near === undefined ? 'native leaves the categories to the algorithm.' : `Did you mean "${near}"?`,
      );
    }
    if (!frame.has(name)) {
      const near = nearest(name, frame.names);
      throw new NotFoundError('COLUMN_NOT_FOUND', `features: categoryEncoding must name columns, got "${name}"`, {
        details: { column: name },
        hint: near === undefined ? `Columns: ${nameList(frame.names)}` : `Did you mean "${near}"?`,
      });
    }
    if (name === target) throw fail(name, 'must name a feature, got the target', 'The target is never a feature.');
    if (entityColumns(entity).includes(name)) {
      throw fail(
        name,
        'must name a categorical column, got the entity column',
        'Its past makes features (strategy behavioural); the ids themselves would be memorised.',
      );
    }
    if (name === time) {
      throw fail(
        name,
        'must name a categorical column, got the time column',
        'Times are not categories: derive a column, such as hour(…) or weekday(…), and encode that.',
      );
    }
    if (drop.includes(name)) {
      throw fail(name, 'must name a column that is used, got one that is dropped', 'Remove it from one of the two.');
    }
    if (frame.column(name).kind === 'timestamp') {
      throw fail(name, 'must name a categorical column, got one of times', 'Declare it categorical if it is one.');
    }
  }
}

/** Rows by category, in the order of `texts`, and rows without a value. */
function countsOf({ codes, texts }: ReturnType<typeof codesOf>): { counts: Float64Array; missing: number } {
  const counts = new Float64Array(texts.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else counts[code]!++;
  }
  return { counts, missing };
}

/** Whether a text is how a number is written, so that formats which keep it as a text and those which make a number of it have one category for it. */
function isNumber(text: string): boolean {
  return String(Number(text)) === text && Number.isFinite(Number(text));
}

/** Categories in a plain order: numbers ascending, also where they are texts, and texts by code point as their table has them. */
function inOrder(column: Column): string[] {
  const encoding = identityEncoding(column, [column.name]);
  const isOrdered = encoding.kind === 'text-codes' || encoding.kind === 'number-codes';
  const categories = isOrdered ? encoding.categories.map(String) : [];
  return categories.every(isNumber) ? categories.sort((a, b) => Number(a) - Number(b)) : categories;
}

/**
 * The features that an encoding makes of a column, learned from training rows.
 *
 * @throws {InvalidArgumentError} `CATEGORY_ENCODING`: more than 1000 categories for `one-hot`.
 */
export function encodeCategories(
  column: Column,
  y: Uint8Array,
  encoding: CategoryEncoding,
): readonly { readonly name: string; readonly encoding: Encoding }[] {
  const { name } = column;
  const isText = column.kind === 'categorical';
  switch (encoding) {
    case 'native':
      return [{ name, encoding: identityEncoding(column, [name]) }];
    case 'target':
      return [{ name, encoding: { ...fitTargetRates(column, y, true), isText } }];
    case 'count': {
      const coded = codesOf(column);
      const { counts, missing } = countsOf(coded);
      const present = coded.texts.flatMap((text, code) => (counts[code]! > 0 ? [{ text, n: counts[code]! }] : []));
      const categories = present.map(({ text }) => text);
      const numbers = present.map(({ n }) => n);
      return [
        { name, encoding: { kind: 'category-count', input: name, categories, counts: numbers, missing, isText } },
      ];
    }
    case 'ordinal':
      return [{ name, encoding: { kind: 'ordinal', input: name, categories: inOrder(column), isText } }];
    case 'one-hot': {
      const categories = inOrder(column);
      if (categories.length > MOST_ONE_HOT) {
        throw fail(
          name,
          `must not be one-hot beyond ${MOST_ONE_HOT} categories, got ${categories.length}`,
          'Use target or native, which handle thousands of categories.',
        );
      }
      return categories.map((category) => ({
        name: `${name}=${category}`,
        encoding: { kind: 'one-hot', input: name, categories: [category], isText },
      }));
    }
  }
}
