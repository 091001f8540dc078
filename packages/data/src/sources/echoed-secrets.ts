import type { Frame } from '@fraudx/core';
import { DataError, SpelledSecrets } from '@fraudx/core';

/** The error for data that repeat a secret that a store was asked with; neither is shown. */
function echoed(where: string, what: string): DataError {
  return new DataError(
    'DATA_REPEATS_SECRET',
    `data: ${what} must not repeat the credentials, got one that does at ${where}`,
    {
      details: { address: where },
      hint: 'Names and categories are kept in files of models, so nothing was read. Check what answers at this address.',
    },
  );
}

/**
 * Refuses a table whose names or texts repeat a secret: models keep both, and who reads a model must not learn it.
 *
 * @param secrets - Those that the store was asked with, of which fewer than 16 characters are a word that texts hold by chance.
 * @throws {DataError} `DATA_REPEATS_SECRET`.
 */
export function refuseEchoes({ columns }: Pick<Frame, 'columns'>, secrets: Iterable<string>, where: string): void {
  const known = new SpelledSecrets(secrets);
  if (known.isInAny(columns.map(({ name }) => name))) throw echoed(where, 'names of columns');
  for (const column of columns) {
    if (column.kind === 'categorical' && known.isInAny(column.categories)) throw echoed(where, 'cells');
  }
}

/** Shortest password that names of fields are compared with: they come from a program, and hold no word of eight characters by chance that is a good password. */
const shortestInNames = 8;

/** Compares what a Redis server sends with the password, before anything is read out of it. */
export class PasswordEchoes {
  readonly #inNames: SpelledSecrets;
  readonly #inTexts: SpelledSecrets;
  readonly #where: string;
  /** Names that were compared: every hash has the same ones. */
  readonly #known = new Set<string>();

  constructor(password: string, where: string) {
    this.#inNames = new SpelledSecrets([password], shortestInNames);
    this.#inTexts = new SpelledSecrets([password]);
    this.#where = where;
  }

  /** @throws {DataError} `DATA_REPEATS_SECRET`. */
  refuse(key: string, fields: ReadonlyMap<string, string>): void {
    for (const name of fields.keys()) {
      if (this.#known.has(name)) continue;
      if (this.#inNames.isIn(name)) throw echoed(this.#where, 'names of fields');
      if (this.#known.size < 10_000) this.#known.add(name);
    }
    if (this.#inTexts.isInAny([key, ...fields.values()])) throw echoed(this.#where, 'keys and values');
  }
}
