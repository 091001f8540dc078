import { countText, durationText, metricText } from '@fraudx/core';
import { operand } from '../../output/operand.ts';
import type { Quality } from '../../output/quality-table.ts';
import { qualityTable } from '../../output/quality-table.ts';
import { bold, dim } from '../../output/style.ts';
import { facts } from '../../output/table.ts';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';

interface TrainReport {
  readonly run_id: string;
  readonly algorithm: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly model: string;
  readonly threshold: number;
  readonly threshold_strategy: string;
  /** Of a budget: how surely it holds on new rows. */
  readonly threshold_confidence?: number;
  readonly frauds: Readonly<Record<string, { readonly rows: number; readonly frauds: number }>>;
  /** Such as `scaled from 16 % of the rows`. */
  readonly threshold_scale?: string;
  /** Column by which training rows were weighted. */
  readonly sample_weight?: string;
  readonly split: Readonly<Record<string, string | number>>;
  readonly decision: string;
  readonly warnings: readonly string[];
  readonly iterations: number | null;
  readonly duration_ms: number;
}

/** Rows of each subset, with its frauds where they are known. */
function rowsText({ split, frauds }: Pick<TrainReport, 'split' | 'frauds'>): string {
  const count = (part: string): string => {
    const rows = countText(Number(split[`${part}_rows`]));
    const known = frauds[part];
    return known === undefined ? rows : `${rows} (${countText(known.frauds)} fraud)`;
  };
  const isFinal = split['final_train_rows'] !== undefined;
  if (split['train_days'] === undefined) {
    const fitted = isFinal ? ` (fitted on ${count('train')} rows)` : '';
    return `${count(isFinal ? 'final_train' : 'train')} train, ${count('validation')} validation${fitted}, ${count('test')} test (${split['strategy']})`;
  }
  const folds = Number(split['folds']) > 1 ? `, ${split['folds']} validation folds` : '';
  return [
    `${count('final_train')} train (${split['train_days']} days of ${split['time_zone']} from ${split['train_from']})`,
    `${count('validation')} validation (from ${split['validation_from']}, fitted on ${count('train')} rows from ${split['validation_train_from']})${folds}`,
    `${count('test')} test (${split['test_days']} days from ${split['test_from']}, without ${countText(Number(split['test_rows_of_known_cards']))} rows of known cards)`,
  ].join('; ');
}

/** What chose the threshold, and how surely its budget holds. */
function thresholdText(report: TrainReport): string {
  const { threshold_strategy: strategy, threshold_scale: scale, threshold_confidence: confidence } = report;
  return [
    strategy.startsWith('fixed:') ? strategy : `${strategy} on validation rows`,
    ...(scale === undefined ? [] : [`alerts per day ${scale}`]),
    ...(confidence === undefined
      ? []
      : [
          `holds on new rows with a confidence of ${Math.floor(100 * confidence)} % for the model fitted on training rows`,
        ]),
  ].join(', ');
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
  quality: Quality,
  importances: readonly { readonly feature: string; readonly value: number }[],
  overlapRefused: boolean,
  columns: number,
): Lines {
  const total = importances.reduce((sum, item) => sum + item.value, 0);
  const top = importances
    .toSorted((a, b) => b.value - a.value)
    .slice(0, 5)
    .map((item) => `${item.feature} ${((100 * item.value) / (total || 1)).toFixed(0)} %`);
  return lines(
    `${bold(report.run_id)}  ${report.algorithm} (${report.engine.name} engine)${report.iterations === null ? '' : `, ${report.iterations} iterations`}, ${durationText(report.duration_ms)}`,
    '',
    qualityTable(quality, columns),
    '',
    facts(
      [
        ['threshold', `${metricText(report.threshold)} ${dim(`(${thresholdText(report)})`)}`],
        [
          'rows',
          `${rowsText(report)}${report.sample_weight === undefined ? '' : `, training rows weighted by ${report.sample_weight}`}`,
        ],
        ...(top.length === 0 ? [] : [['top features', top.join(', ')] as const]),
        ['model', report.model],
        ...report.warnings.map((note): [string, string] => ['warning', note]),
        ['gates', gatesText(report.decision, overlapRefused)],
      ],
      columns,
    ),
    '',
    `Next: fraudx evaluate ${operand(report.run_id)}${overlapRefused ? ' --allow-overlap, or remove the repeated rows and train again' : ''}`,
  );
}
