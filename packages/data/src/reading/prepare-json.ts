import type { Cleanups } from './cleanups.ts';
import { endsWithMark } from './end-mark.ts';
import { createDecoder, encodingOf, hasLoneReturns, normaliseText } from './normalise-text.ts';
import { encodingNamed } from './encoding-names.ts';
import { checkSignature } from './file-signature.ts';
import type { PreparedJson } from './open-json.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { readHead } from './read-head.ts';

/**
 * Looks at the start of a JSON file, and copies it where it has a byte order mark, another encoding than UTF-8, or line ends of carriage returns alone.
 *
 * @param resources - Takes the copy, to be removed when the rows have been read.
 * @throws {FraudxError} As `normaliseText` and `checkSignature`.
 */
export async function prepareJson(path: string, options: ReadFrameOptions, resources: Cleanups): Promise<PreparedJson> {
  const head = await readHead(path);
  checkSignature(path, head);
  const shown = (options.encoding === undefined ? undefined : encodingNamed(options.encoding)) ?? encodingOf(head);
  if (shown !== undefined) createDecoder(shown);
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const isEnded = await endsWithMark(path);
  const encoding = shown ?? (isEnded || hasMark || hasLoneReturns(head) ? 'utf-8' : undefined);
  if (encoding === undefined || (/^utf-?8$/i.test(encoding) && !hasMark && !isEnded && !hasLoneReturns(head)))
    return { file: path, path };
  const copy = await normaliseText(path, encoding, options, '.jsonl');
  resources.defer(() => copy.dispose());
  return { file: copy.path, path };
}
