import { withoutSecrets } from '@fraudx/core';

/** A word of the command line without passwords, the value of an option taken by itself: a password may have blanks. */
function shownWord(word: string): string {
  const value = /^--?[\w-]+=/.exec(word)?.[0] ?? '';
  return `${value}${withoutSecrets(word.slice(value.length))}`;
}

/**
 * A message without user and password of addresses, wherever it comes from: the parser of options quotes words of the command line as they are.
 *
 * @param words - The command line.
 */
export function hideSecrets(text: string, words: readonly string[]): string {
  let shown = text;
  for (const word of words) {
    const hidden = shownWord(word);
    if (hidden !== word) shown = shown.replaceAll(word, () => hidden);
  }
  return withoutSecrets(shown);
}
