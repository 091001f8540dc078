/** Words by which rows are known that are no data. */

/** Rows that a message names. */
export const mostNamed = 3;

/** How a row of totals is called, as a pattern of the engine, case ignored. */
export const totalWords =
  '(?:grand |sub|sous|zwischen|end|sub )?-?(?:total|totals|totale|totalen|totales|totaux|totaal|sum|suma|summe|somme|soma|gesamt|gesamtsumme|insgesamt|razem|celkem|toplam|yhteensä|összesen|итого|всего|合計|合计|小計|小计)' +
  '(?: general| général| generale| geral| total| totale| amount| gesamt)?:?';

/** How the last line of an export, or the first one, is called that says how many rows there are, or that there are no more. */
const footerWords =
  '(?:[*]{0,3} ?)(?:end of (?:file|report|data|list)|end|ende|fin|eof|bof|trl|tlr|trailer|hdr|footer|' +
  '(?:row |record |line )?count|(?:number|no[.]?|total) (?:of )?(?:rows|records|lines|transactions)|rows|records|' +
  'anzahl(?: (?:datensätze|zeilen|buchungen|umsätze))?|nombre(?: de lignes)?|número de registros|registros|aantal|liczba rekordów)(?: ?[*]{0,3}):?';

/** Longer texts are none of these words. */
export const mostLetters = 40;

const totalText = new RegExp(`^${totalWords}$`, 'iu');
const footerText = new RegExp(`^${footerWords}$`, 'iu');

/** Whether a text may be such a word: ids end with a digit. */
function mayBeWord(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return text.length <= mostLetters && !(last >= 48 && last <= 57);
}

/** Whether a text says total. */
export function saysTotal(text: string | undefined): boolean {
  return text !== undefined && mayBeWord(text) && totalText.test(text);
}

/** Whether a text says that a file ends, or how many rows it has. */
export function saysFooter(text: string | undefined): boolean {
  return text !== undefined && mayBeWord(text) && footerText.test(text);
}
