import Table from 'cli-table3';

/**
 * A plain table without frame lines: headings, then rows; numbers to the right.
 *
 * @param rows - Cells as text, each row as long as `headings`.
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumeric = headings.map(
    (_, j) => rows.length > 0 && rows.every((row) => /^-?[\d.,e%+×-]*$/.test(row[j] ?? '')),
  );
  const out = new Table({
    head: [...headings],
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  for (const row of rows) out.push([...row]);
  return out
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Lines of `name  value`, names aligned. */
export function facts(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
