/** Longest common subsequence lengths of the tails of two line lists; O(a × b), meant for small files. */
function tails(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/**
 * The lines of a small text file before and after: `  ` kept, `- ` removed, `+ ` added. Kept lines farther than 3 from a change
 * are left out. Empty when nothing changes.
 */
export function diffText(before: string, after: string): string[] {
  if (before === after) return [];
  const a = linesOf(before);
  const b = linesOf(after);
  const table = tails(a, b);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i]}`);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && table[i + 1]![j]! >= table[i]![j + 1]!)) lines.push(`- ${a[i++]}`);
    else lines.push(`+ ${b[j++]}`);
  }
  return lines.filter((_, at) => lines.slice(Math.max(0, at - 3), at + 4).some((line) => !line.startsWith('  ')));
}
