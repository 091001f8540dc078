import { sqlName, sqlText } from '../reading/duckdb.ts';

/**
 * What makes a spreadsheet take a cell, or what it takes for one, for a formula: the signs, also in their wide forms, at the beginning, and behind
 * what other settings of the spreadsheet split cells at, there also behind double quotes, which are taken off,
 * and blanks; characters of no width before a sign are not seen.
 */
const [separators, wrapping, invisible, signs] = [
  '[;\\t\\r\\n\\x{0b}\\x{0c}\\x{85}\\x{2028}\\x{2029}]',
  '["\\x{20}\\x{a0}\\x{ad}\\x{61c}\\x{180e}\\x{2000}-\\x{200f}\\x{202a}-\\x{202f}\\x{205f}-\\x{2064}\\x{2066}-\\x{206f}\\x{3000}\\x{feff}]*',
  '[\\x{ad}\\x{61c}\\x{180e}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{2066}-\\x{206f}\\x{feff}]*',
  '[=+\\-@＝＋－＠﹢﹣﹦﹫−]',
];

/** In the syntax of RE2, the engine of SQL. */
const formula = `^(${invisible}${signs})|(${separators})(${wrapping}${signs})`;
const begins = '^[\\t\\r\\n\\x{0b}\\x{0c}\\x{85}\\x{2028}\\x{2029}]';
const inScript = (pattern: string): RegExp => new RegExp(pattern.replaceAll(/\\x\{(\w+)\}/g, '\\u{$1}'), 'gu');
const [formulaInScript, beginsInScript] = [inScript(formula), inScript(begins)];

/** A text that a spreadsheet shows instead of computing it: with an apostrophe in front of what begins like a formula. */
export function escapedFormula(text: string): string {
  return text.replaceAll(formulaInScript, "$2'$1$3").replaceAll(beginsInScript, "'$&");
}

/**
 * SQL that gives a column of texts as {@link escapedFormula} gives each of them.
 *
 * @see OWASP, "CSV Injection"; CWE-1236.
 */
export function escapedFormulaSql(name: string): string {
  const signed = `regexp_replace(${sqlName(name)}, ${sqlText(formula)}, ${sqlText("\\2'\\1\\3")}, 'g')`;
  return `regexp_replace(${signed}, ${sqlText(`(${begins})`)}, ${sqlText("'\\1")})`;
}
