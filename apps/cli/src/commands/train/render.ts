import { countText, durationText, metricText, withInterval } from '../../output/numbers.ts';
import { bold, dim } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';

interface TrainReport {
  readonly run_id: string;
  readonly algorithm: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly model: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly validation_metrics: Readonly<Record<string, number | null>>;
  /** Over validation folds, where there are several. */
  readonly validation_folds?: Readonly<Record<string, object>>;
  readonly threshold: number;
  /** Such as `scaled from 16 % of the rows`. */
  readonly threshold_scale?: string;
  /** Column that weighed the training rows. */
  readonly sample_weight?: string;
  readonly split: Readonly<Record<string, string | number>>;
  readonly decision: string;
  readonly warnings: readonly string[];
  readonly iterations: number;
  readonly duration_ms: number;
}

const shown = ['average_precision', 'roc_auc', 'precision', 'recall', 'f1', 'accuracy', 'log_loss'] as const;

function intervalOf({ validation_folds: folds }: TrainReport, name: string): [number, number] | undefined {
  const over = folds?.[name] as { low: number | null; high: number | null } | undefined;
  return over === undefined || over.low === null || over.high === null ? undefined : [over.low, over.high];
}

function rowsText(split: TrainReport['split']): string {
  const count = (part: string): string => countText(Number(split[`${part}_rows`]));
  if (split['strategy'] !== 'prequential') {
    return `${count('train')} train, ${count('validation')} validation, ${count('test')} test (${split['strategy']})`;
  }
  const folds = Number(split['folds']) > 1 ? `, ${split['folds']} validation folds` : '';
  return [
    `${count('final_train')} train (${split['train_days']} days from ${split['train_from']})`,
    `${count('validation')} validation (from ${split['validation_from']}, fitted on ${count('train')} rows from ${split['validation_train_from']})${folds}`,
    `${count('test')} test (${split['test_days']} days from ${split['test_from']}, without ${countText(Number(split['test_rows_of_known_cards']))} rows of known cards)`,
  ].join('; ');
}

/** The decision as the next commands will give it: they measure nothing on test rows that were trained on. */
function gatesText(decision: string, overlapRefused: boolean): string {
  if (overlapRefused) {
    return 'refused: fraudx evaluate and promote will refuse these test rows, which occur in training, unless --allow-overlap is given';
  }
  return decision === 'accepted' ? 'accepted' : 'refused (fraudx evaluate says why)';
}

/**
 * What `fraudx train` prints for people.
 *
 * @param overlapRefused - Whether too many test rows occur in training for an evaluation.
 */
export function renderTrain(
  report: TrainReport,
  importances: readonly { readonly feature: string; readonly gain: number }[],
  overlapRefused: boolean,
  columns: number,
): string {
  const total = importances.reduce((sum, item) => sum + item.gain, 0);
  const top = importances
    .toSorted((a, b) => b.gain - a.gain)
    .slice(0, 5)
    .map((item) => `${item.feature} ${((100 * item.gain) / (total || 1)).toFixed(0)} %`);
  const rows = shown.map((name) => [
    name,
    withInterval(report.validation_metrics[name], intervalOf(report, name)),
    metricText(report.metrics[name]),
  ]);
  return [
    `${bold(report.run_id)}  ${report.algorithm} (${report.engine.name} engine), ${report.iterations} iterations, ${durationText(report.duration_ms)}`,
    '',
    table(['metric', 'validation', 'test'], rows),
    '',
    facts(
      [
        [
          'threshold',
          `${metricText(report.threshold)} ${dim(`(chosen on validation rows${report.threshold_scale === undefined ? '' : `, alerts per day ${report.threshold_scale}`})`)}`,
        ],
        [
          'rows',
          `${rowsText(report.split)}${report.sample_weight === undefined ? '' : `, training rows weighed by ${report.sample_weight}`}`,
        ],
        ['top features', top.join(', ')],
        ['model', report.model],
        ...report.warnings.map((note): [string, string] => ['warning', note]),
        ['gates', gatesText(report.decision, overlapRefused)],
      ],
      columns,
    ),
    '',
    `Next: fraudx evaluate ${report.run_id}${overlapRefused ? ' --allow-overlap, or remove the repeated rows and train again' : ''}`,
  ].join('\n');
}
