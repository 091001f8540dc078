import type { PlotSpec } from '../plot-spec.ts';

/** A title with lines below it. */
export function titled(text: string, subtitle: readonly string[]): PlotSpec {
  return { text, ...(subtitle.length === 0 ? {} : { subtitle: [...subtitle] }) };
}
