import { countText, OutsideError } from '@fraudx/core';

/** Pages of a listing; far more than any account has parameters or a bucket of fraudx has objects. */
const mostPages = 2000;

/**
 * Counts the pages of one listing: an endpoint whose listing never ends must not fill memory.
 *
 * @param what - Operation and resource, for the message.
 * @returns The token of the page after one that came; undefined where that was the last.
 */
export function countPages(what: string): (next: string | undefined) => string | undefined {
  let pages = 0;
  return (next) => {
    if (next === undefined || next === '') return undefined;
    if (++pages < mostPages) return next;
    throw new OutsideError(
      'AWS_TOO_MANY_PAGES',
      `${what}: pages must be fewer than ${countText(mostPages)}, got more`,
      {
        hint: 'Check aws.endpointUrl, the path of the parameters and the bucket.',
      },
    );
  };
}
