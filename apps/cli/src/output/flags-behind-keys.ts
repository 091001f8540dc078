import { flagOf, keysWithFlags } from '../options/setting-flags.ts';

/** A key of several parts looks like nothing else; of the others, `missing` is named behind `in` alone. */
const namedKeys = new RegExp(
  `\\b(?:${keysWithFlags()
    .filter((key) => /[A-Z.]/.test(key))
    .map((key) => key.replaceAll('.', String.raw`\.`))
    .join('|')}|(?<=in )missing)\\b`,
  'g',
);

/** The keys of the config that a text names. */
export function keysIn(text: string): string[] {
  return [...new Set(text.match(namedKeys))];
}

/** A text of the libraries, which name settings by their keys, with the flag behind the first mention of each: `dateOrder (--date-order)`. */
export function withFlagsBehindKeys(text: string): string {
  const seen = new Set<string>();
  return text.replace(namedKeys, (key) => {
    if (seen.has(key)) return key;
    seen.add(key);
    return `${key} (${flagOf(key)!})`;
  });
}
