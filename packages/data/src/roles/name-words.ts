import { wordsOf } from './plain-name.ts';
import type { WordKind } from './role-words.ts';
import { roleWords } from './role-words.ts';

const transliterations: readonly (readonly [string, string])[] = [
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
];

/** Without accents: `Opération` is `operation`, `Straße` is `strasse`. */
export function withoutAccents(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFC');
}

/** Words of one kind in all languages. */
interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

function vocabularyOf(kind: WordKind): Vocabulary {
  const words = new Set<string>();
  const beginnings: string[] = [];
  for (const word of Object.values(roleWords[kind]).flatMap((list: string) => list.split(' '))) {
    if (word.endsWith('*')) beginnings.push(word.slice(0, -1));
    else {
      words.add(withoutAccents(word));
      words.add(withoutAccents(transliterations.reduce((text, [letter, two]) => text.replaceAll(letter, two), word)));
    }
  }
  return { words, beginnings };
}

const vocabularies = new Map(
  (Object.keys(roleWords) as WordKind[]).map((kind): [WordKind, Vocabulary] => [kind, vocabularyOf(kind)]),
);

/** Whether a word, as {@link nameWords} has it, is of a kind. */
export function isOf(word: string, ...kinds: readonly WordKind[]): boolean {
  return kinds.some((kind) => {
    const { words, beginnings } = vocabularies.get(kind)!;
    return words.has(word) || beginnings.some((beginning) => word.startsWith(beginning));
  });
}

/** Second halves of compounds, and first ones. */
const tails: readonly WordKind[] = [
  'time',
  'clock',
  'amount',
  'perhapsAmount',
  'id',
  'name',
  'anyLabel',
  'notLabel',
  'caseOutcome',
];
const heads: readonly WordKind[] = [
  'event',
  'entity',
  'terminal',
  'never',
  'otherTime',
  'afterEvent',
  'fraud',
  'time',
  'perhapsAmount',
];

const isExactly = (word: string, kinds: readonly WordKind[]): boolean =>
  kinds.some((kind) => vocabularies.get(kind)!.words.has(word));

/** The two words of a compound such as `buchungsdatum`, `kartennummer` or `transactiondate`, where both are known; else the word. */
function halvesOf(word: string): readonly string[] {
  if (word.length < 4 || isExactly(word, Object.keys(roleWords) as WordKind[])) return [word];
  for (let at = 2; at <= word.length - 2; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (!isExactly(tail, tails)) continue;
    // What joins them: Buchung-s-datum, Karte-n-nummer.
    const known = [head, head.replace(/(?:s|n|en)$/, '')].find((text) => isExactly(text, heads));
    if (known !== undefined) return [known, tail];
  }
  return [word];
}

/**
 * The words of a column's name without accents and case, those of compounds apart: `Número de tarjeta` has three, `Kartennummer` and `card_no` two.
 */
export function nameWords(name: string): string[] {
  return wordsOf(name.replaceAll(/[°º]/g, ' ')).map(withoutAccents).flatMap(halvesOf);
}
