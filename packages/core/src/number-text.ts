/** A metric to four digits; a value that is not defined as `–`. */
export function metricText(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  return Number.isInteger(value) && Math.abs(value) >= 1 ? String(value) : value.toFixed(4);
}

/** A metric, with its interval where it has one: `0.6213 [0.5701, 0.6725]`. */
export function withInterval(value: number | null | undefined, interval?: readonly [number, number]): string {
  if (interval === undefined) return metricText(value);
  return `${metricText(value)} [${metricText(interval[0])}, ${metricText(interval[1])}]`;
}

/** A count with thousands separators. */
export function countText(value: number): string {
  return new Intl.NumberFormat('en').format(value);
}

/** A share as a percentage. */
export function percentText(value: number): string {
  return new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 3 }).format(value);
}

/** A duration for people: `850 ms`, `12.3 s`, `4 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** An instant as `2026-01-31 14:05:09` UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
