/** Rows of one day, in row order. */
export interface DayRows {
  readonly day: number;
  readonly rows: Uint32Array;
}

/** Rows by day, days ascending. */
export function groupByDay(day: Int32Array): DayRows[] {
  const counts = new Map<number, number>();
  for (const d of day) counts.set(d, (counts.get(d) ?? 0) + 1);
  const groups = [...counts.keys()]
    .sort((a, b) => a - b)
    .map((d) => ({ day: d, rows: new Uint32Array(counts.get(d)!) }));
  const byDay = new Map(groups.map((group) => [group.day, { rows: group.rows, next: 0 }]));
  for (let i = 0; i < day.length; i++) {
    const group = byDay.get(day[i]!)!;
    group.rows[group.next++] = i;
  }
  return groups;
}
