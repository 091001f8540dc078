import { describe, expect, it } from 'vitest';
import { evaluateModel } from '../evaluate-model.ts';
import { sliceByBands } from '../slices/slice-by-bands.ts';
import { sliceMetrics } from '../slices/slice-metrics.ts';
import { fraudRows } from '../testing/fraud-rows.ts';
import { chooseThreshold } from '../thresholds/choose-threshold.ts';
import { compareModels } from '../uncertainty/compare-models.ts';
import { metricIntervals } from '../uncertainty/metric-intervals.ts';
import { renderEvaluationReport } from './render-evaluation-report.ts';

const n = 3000;
const rows = fraudRows(n);

describe('renderEvaluationReport', () => {
  it('is one file that opens with the decision and needs nothing else', async () => {
    const intervals = metricIntervals(rows);
    const html = await renderEvaluationReport({
      title: 'run-1 <b>',
      evaluation: evaluateModel({ ...rows, gates: ['log_loss <= 0.000001'] }),
      rows: { ...rows, intervals, costs: { ...rows.costs, currency: 'EUR' } },
      costsAssumed: true,
      choice: chooseThreshold({ ...rows, strategy: 'min-cost' }),
      comparison: { name: 'champion', paired: compareModels(rows, rows) },
      baseline: { name: 'last month', metrics: { recall: 0.5 } },
      slices: sliceMetrics(rows, [sliceByBands('amount', rows.amount)]),
      importance: {
        method: 'permutation',
        unit: 'fall',
        features: [{ feature: 'tx_amount', value: 0.2, error: 0.01 }],
      },
      explanations: [
        { row: 7, score: 0.9, truth: 1, reasons: [{ feature: 'a', value: 1, contribution: 1, text: 'a is 1: why' }] },
      ],
      facts: [['data', 'transactions.parquet']],
      createdAt: '2026-01-31',
    });
    expect(html.indexOf('Must not go to production')).toBeGreaterThan(0);
    expect(html.indexOf('Must not go to production')).toBeLessThan(html.indexOf('<h2>'));
    for (const text of [
      '1 of 4 conditions failed',
      ' EUR</b><span>cost per day</span>',
      'Cost per day (EUR)',
      '>cost per day (EUR)</th>',
      'total_cost (EUR, all test rows)',
      'Each slice is compared with all other rows of the same risk',
      'The costs are assumed',
      'run-1 &lt;b&gt;',
      'a is 1: why',
      'ROC AUC less that of champion, by DeLong’s test: 0 (95% interval 0 to 0, p = 1.0)',
    ]) {
      expect(html).toContain(text);
    }
    for (const title of ['Plots', 'Threshold', 'Against champion', 'Change from last month', 'Slices', 'All metrics']) {
      expect(html).toContain(`<h2>${title}</h2>`);
    }
    // 150 frauds in ten days
    expect(html).toMatch(/precision_at_100_per_day<\/td><td class="n">0\.1\d+ of at most 0\.1\d+</);
    expect(html).toMatch(/mean 1\d\.?\d*% of at most 1\d\.?\d*%/);
    expect(html).not.toMatch(/https?:|<script|src="(?!")|NaN|undefined<|Infinity/);
    expect(html.length).toBeLessThan(300_000);
  });

  it('says that a good model may go, with what little is known', async () => {
    const { costs: _, amount: __, day: ___, ...bare } = rows;
    const html = await renderEvaluationReport({ title: 'm', evaluation: evaluateModel(bare), rows: bare });
    expect(html).toContain('May go to production');
    expect(html).toContain('All 3 conditions hold.');
    expect(html).not.toContain('<h2>Slices');
  });
});
