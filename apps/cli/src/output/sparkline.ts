const bars = '▁▂▃▄▅▆▇█';

/**
 * Values as a row of bars between the lowest and the highest, the oldest first; empty for fewer than two values.
 *
 * @param most - Bars at most; of more values every k-th is shown, the last always. Default 16.
 */
export function sparkline(values: readonly number[], most = 16): string {
  if (values.length < 2) return '';
  const step = Math.ceil(values.length / most);
  const shown = values.filter((_, i) => (values.length - 1 - i) % step === 0);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  return shown.map((value) => bars[high === low ? 0 : Math.round((7 * (value - low)) / (high - low))]).join('');
}

/** A time that is left, such as `45 s left`, `12 min left` or `3.5 h left`; empty where it is not known. */
export function timeLeft(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min left` : `${(minutes / 60).toFixed(1)} h left`;
}
