import { repeatsSecret } from './repeats-secret.ts';

/** Fewer characters are a word such as `testing`, as emulators take it: results would hold it by chance. */
const shortest = 16;

const instead = '(a text that repeats credentials)';

/**
 * Secrets that a command learned while working, such as the session token that calls to AWS are signed with. An answer may repeat them, in a success as in an
 * error, and nothing that is printed does: neither results nor notes, in no spelling that `repeatsSecret` knows.
 */
export class LearnedSecrets {
  readonly #secrets = new Set<string>();

  /** Learns one. Bound: can be passed on by itself. */
  readonly add = (secret: string): void => {
    if (secret.length >= shortest) this.#secrets.add(secret);
  };

  #isRepeatedIn(text: string): boolean {
    return this.#secrets.size > 0 && repeatsSecret(text, [...this.#secrets]);
  }

  /** A text without the lines that repeat a secret. */
  lines(text: string): string {
    if (!this.#isRepeatedIn(text)) return text;
    const lines = text.split('\n').map((line) => (this.#isRepeatedIn(line) ? instead : line));
    const shown = lines.join('\n');
    // one that goes on over lines
    return this.#isRepeatedIn(shown) ? `${instead}\n` : shown;
  }

  /** JSON with two blanks a level, without the texts and keys that repeat a secret; nothing but `hidden` where several together still do. */
  json(value: unknown): string {
    const text = JSON.stringify(value, null, 2);
    if (!this.#isRepeatedIn(text)) return text;
    const shown = (inner: string): string => (this.#isRepeatedIn(inner) ? instead : inner);
    const clean = JSON.stringify(
      value,
      (_, inner: unknown) => {
        if (typeof inner === 'string') return shown(inner);
        if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
        return Object.fromEntries(Object.entries(inner).map(([key, item]) => [shown(key), item as unknown]));
      },
      2,
    );
    // one that is cut into short texts
    return this.#isRepeatedIn(clean) ? JSON.stringify({ hidden: instead }, null, 2) : clean;
  }
}
