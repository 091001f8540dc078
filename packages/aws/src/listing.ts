import { countText, OutsideError, throwIfAborted } from '@fraudx/core';
import type { AwsClients } from './aws-clients.ts';

/** Pages of a listing; far more than any account has parameters or a bucket of fraudx has objects. */
const mostPages = 2000;

/** Keys, parameters or versions of all pages. */
const mostEntries = 500_000;

/** Characters of the texts of all pages. */
const mostCharacters = 64 * 2 ** 20;

/** Minutes that all pages may take together. */
const mostMinutes = 15;

/** Pages that are read in spite of a signal: what was begun is undone after one, and that needs its listing. */
const usualPages = 20;

/** One listing while its pages come: an endpoint whose listing never ends must fill no memory and keep nobody. */
export class Listing {
  readonly #what: string;
  readonly #signal: AbortSignal | undefined;
  readonly #begin = performance.now();
  #pages = 0;
  #entries = 0;
  #characters = 0;

  /** @param what - Operation and resource, for messages. */
  constructor({ connection }: Pick<AwsClients, 'connection'>, what: string) {
    this.#signal = connection.signal;
    this.#what = what;
  }

  /**
   * Counts a page that came.
   *
   * @param entries - The texts of each of its entries.
   * @returns The token of the page after it; undefined where it was the last.
   * @throws {OutsideError} `AWS_TOO_MANY_PAGES`: pages, entries, their texts or the time are beyond what any listing takes.
   * @throws {InterruptedError} The signal of the connection was aborted, in a listing of more than 20 pages.
   */
  next(token: string | undefined, entries: readonly (readonly (string | undefined)[])[]): string | undefined {
    this.#pages++;
    this.#entries += entries.length;
    for (const texts of entries) for (const text of texts) this.#characters += text?.length ?? 0;
    if (this.#entries > mostEntries) throw this.#tooLarge('entries', countText(mostEntries));
    if (this.#characters > mostCharacters) throw this.#tooLarge('texts of all pages', '64 Mi characters');
    if (token === undefined || token === '') return undefined;
    if (this.#pages >= mostPages) throw this.#tooLarge('pages', countText(mostPages));
    if (performance.now() - this.#begin > mostMinutes * 60_000) throw this.#tooLarge('time', `${mostMinutes} minutes`);
    if (this.#pages > usualPages) throwIfAborted(this.#signal, 'aws');
    return token;
  }

  #tooLarge(what: string, most: string): OutsideError {
    return new OutsideError('AWS_TOO_MANY_PAGES', `${this.#what}: ${what} must be at most ${most}, got more`, {
      hint: 'Check aws.endpointUrl, the path of the parameters and the bucket.',
    });
  }
}
