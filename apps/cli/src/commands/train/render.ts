import { countText, durationText, metricText } from '../../output/numbers.ts';
import { bold, dim } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';

interface TrainReport {
  readonly run_id: string;
  readonly algorithm: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly model: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly validation_metrics: Readonly<Record<string, number | null>>;
  readonly threshold: number;
  readonly split: Readonly<Record<string, string | number>>;
  readonly decision: string;
  readonly warnings: readonly string[];
  readonly iterations: number;
  readonly duration_ms: number;
}

const shown = ['average_precision', 'roc_auc', 'precision', 'recall', 'f1', 'accuracy', 'log_loss'] as const;

/** What `fraudx train` prints for people. */
export function renderTrain(
  report: TrainReport,
  importances: readonly { readonly feature: string; readonly gain: number }[],
): string {
  const total = importances.reduce((sum, item) => sum + item.gain, 0);
  const top = importances
    .toSorted((a, b) => b.gain - a.gain)
    .slice(0, 5)
    .map((item) => `${item.feature} ${((100 * item.gain) / (total || 1)).toFixed(0)} %`);
  const rows = shown.map((name) => [
    name,
    metricText(report.validation_metrics[name]),
    metricText(report.metrics[name]),
  ]);
  const { split } = report;
  return [
    `${bold(report.run_id)}  ${report.algorithm} (${report.engine.name} engine), ${report.iterations} iterations, ${durationText(report.duration_ms)}`,
    '',
    table(['metric', 'validation', 'test'], rows),
    '',
    facts([
      ['threshold', `${metricText(report.threshold)} ${dim('(chosen on validation rows)')}`],
      [
        'rows',
        `${countText(Number(split['train_rows']))} train, ${countText(Number(split['validation_rows']))} validation, ${countText(Number(split['test_rows']))} test (${split['strategy']})`,
      ],
      ['top features', top.join(', ')],
      ['model', report.model],
      ...report.warnings.map((note): [string, string] => ['warning', note]),
      ['gates', report.decision === 'accepted' ? 'accepted' : 'refused (fraudx evaluate says why)'],
    ]),
    '',
    `Next: fraudx evaluate ${report.run_id}`,
  ].join('\n');
}
