import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scoredSample } from '../testing/scored-sample.ts';
import { calculateMetrics } from './calculate-metrics.ts';
import { findMetric, metricCatalogue, metricDirection, metricRange } from './metric-catalogue.ts';

const docs = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');

/** The name in docs, with the usual number. */
function usualName(name: string): string {
  return name.replace('<rate>', '0.003').replace('<k>', '100');
}

describe('metric catalogue', () => {
  it('is the table of docs/metrics.md', () => {
    const first = docs.slice(docs.indexOf('| Name '), docs.indexOf('\n\n', docs.indexOf('| Name ')));
    const rows = first
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
    const directions = { higher: ', higher', lower: ', lower', neither: '' };
    const rangeText = ([low, high]: readonly [number, number]): string =>
      low === 0 ? (high === 1 ? '0–1' : '≥ 0') : 'any';
    const wanted = metricCatalogue().map(({ name, direction, range, needs, undefinedWhen, doc }) => [
      name.includes('<') ? `\`${usualName(name)}\` (any number)` : `\`${name}\``,
      doc,
      `${rangeText(range)}${directions[direction]}`,
      needs.length === 0 ? '–' : needs.join(', '),
      undefinedWhen ?? '–',
    ]);
    expect(rows).toEqual(wanted);
  });

  it('calculates what it names, within the range', () => {
    const rows = scoredSample({ n: 4000, share: 0.05, strength: 2 });
    const { values } = calculateMetrics(rows);
    for (const [name, value] of Object.entries(values)) {
      expect(findMetric(name)?.name).toBe(name);
      const [least, most] = metricRange(name);
      expect(value).toBeGreaterThanOrEqual(least);
      expect(value).toBeLessThanOrEqual(most);
    }
  });

  it('takes names that it does not know for those of a logged metric', () => {
    expect(findMetric('recall_at_fpr_2')).toBeUndefined();
    expect(findMetric('toString')).toBeUndefined();
    expect(metricDirection('my_metric')).toBe('higher');
    expect(metricDirection('alerts_per_day')).toBe('neither');
    expect(metricRange('my_metric')).toEqual([-Infinity, Infinity]);
  });
});
