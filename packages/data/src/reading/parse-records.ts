/** A cell that is a number or a date. */
export const dataCell = /^(?:[-+]?[$€£]?\d+(?:[.,]\d+)*%?|\d{4}-\d{2}-\d{2}.*|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*)$/;

/** Splits text into records of cells; quotes protect delimiters and line ends. Stops after `limit` records. */
export function parseRecords(
  text: string,
  delimiter: string,
  limit: number,
  escape: '"' | "'" | '\\' = '"',
  quote: '"' | "'" = '"',
): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  /** Where the characters begin that `cell` still lacks. */
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character === '\\' && escape === '\\' && (text[i + 1] === quote || text[i + 1] === '\\')) {
        cell += text.slice(from, i) + text[i + 1]!;
        i++;
        from = i + 1;
        continue;
      }
      if (character !== quote) continue;
      cell += text.slice(from, i);
      if (text[i + 1] === quote) {
        cell += quote;
        i++;
      } else quoted = false;
      from = i + 1;
    } else if (character === quote && cell === '' && from === i) {
      quoted = true;
      from = i + 1;
    } else if (character === delimiter) {
      record.push(cell + text.slice(from, i));
      cell = '';
      from = i + 1;
    } else if (character === '\n' || character === '\r') {
      record.push(cell + text.slice(from, i));
      if (character === '\r' && text[i + 1] === '\n') i++;
      records.push(record);
      if (records.length === limit) return records;
      record = [];
      cell = '';
      from = i + 1;
    }
  }
  cell += text.slice(from);
  if (cell !== '' || record.length > 0) records.push([...record, cell]);
  return records;
}
