import { sqlName, sqlText } from '../reading/duckdb.ts';

/** What makes a spreadsheet take a cell for a formula, at its start; the last four are wide forms, which some take for the plain ones. */
const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/** A text that a spreadsheet shows instead of computing it: with an apostrophe in front where it begins like a formula. */
export function escapedFormula(text: string): string {
  return starts.some((start) => text.startsWith(start)) ? `'${text}` : text;
}

/**
 * SQL that gives a column of texts as {@link escapedFormula} gives each of them.
 *
 * @see OWASP, "CSV Injection"; CWE-1236.
 */
export function escapedFormulaSql(name: string): string {
  const column = sqlName(name);
  const isFormula = starts.map((start) => `starts_with(${column}, ${sqlText(start)})`).join(' OR ');
  return `CASE WHEN ${isFormula} THEN '''' || ${column} ELSE ${column} END`;
}
