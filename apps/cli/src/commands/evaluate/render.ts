import { dirname, parse } from 'node:path';
import type { Evaluation, Overlap, PairedComparison } from '@fraudx/evaluation';
import { intervalMethodText } from '@fraudx/evaluation';
import { isRefused, testReadsText } from '@fraudx/pipelines';
import type { TestReads } from '@fraudx/pipelines';
import { countText, metricText, percentText, shellQuoted } from '@fraudx/core';
import { operand } from '../../output/operand.ts';
import type { Quality } from '../../output/quality-table.ts';
import { qualityTable } from '../../output/quality-table.ts';
import { bold, styled } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';
import { wrap } from '../../output/wrap.ts';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';

const comparedMetrics = ['average_precision', 'roc_auc', 'precision', 'recall', 'f1', 'expected_cost'] as const;

/** What an evaluation came with. */
export interface EvaluateExtras {
  readonly plots: readonly string[];
  readonly overlap: Overlap;
  readonly report: string | undefined;
  /** How often these test rows were measured. */
  readonly reads: TestReads;
  /** How the threshold was chosen; undefined where the model does not say. */
  readonly thresholdStrategy: string | undefined;
  readonly quality: Quality;
  /** Whether a flag let gates hold by rough bounds. */
  readonly allowRough: boolean;
  /** As it was asked for besides the model's own. */
  readonly asked: string | undefined;
  readonly comparison: { readonly name: string; readonly paired: PairedComparison } | undefined;
}

function comparisonLines({ comparison }: EvaluateExtras, columns: number): (string | Lines)[] {
  if (comparison === undefined) return [];
  const { name, paired } = comparison;
  const rows = comparedMetrics.flatMap((metric) => {
    const one = paired.metrics[metric];
    if (one === undefined) return [];
    const bounds =
      one.low === null
        ? '–'
        : `${metricText(one.low)} to ${metricText(one.high)}${one.rough === undefined ? '' : ' ~'}`;
    return [[metric, metricText(one.baseline), metricText(one.difference), bounds, one.verdict]];
  });
  return [
    wrap(`Against ${name}, on the same rows; intervals over ${intervalMethodText(paired.method)}:`, columns, 0),
    table(['metric', 'baseline', 'difference', `${100 * paired.level}% interval`, 'verdict'], rows, columns),
    ...(paired.warning === undefined ? [] : [wrap(`! ${paired.warning}`, columns, 2)]),
    '',
  ];
}

/** One line for all pictures: their folder, and how many lie there. */
function picturesFact(files: readonly string[]): [string, string][] {
  if (files.length === 0) return [];
  const names = new Set(files.map((file) => parse(file).name));
  return [['plots', `${dirname(files[0]!)} (${names.size}, each as PNG and SVG)`]];
}

/**
 * What `fraudx evaluate` prints for people: the decision first, then why, then the numbers.
 *
 * @param columns - Width of the terminal.
 */
export function renderEvaluate(
  runId: string,
  evaluation: Evaluation,
  split: Readonly<Record<string, string | number>>,
  more: EvaluateExtras,
  columns: number,
): Lines {
  const { metrics } = evaluation;
  const accepted = evaluation.decision === 'accepted';
  const verdict = accepted
    ? styled('green', 'accepted: may go to production')
    : styled('red', 'refused: must not go to production');
  const { tn, fp, fn, tp } = metrics.confusion;
  return lines(
    `${bold(runId)}  ${verdict} (ROC AUC: ${evaluation.readiness.replace('-', ' ')})`,
    '',
    ...evaluation.gates.map((gate) =>
      wrap(gate.reason, columns, 4, `  ${gate.passed ? styled('green', '✓') : styled('red', '✗')} `),
    ),
    ...evaluation.warnings.map((warning) => wrap(warning, columns, 4, `  ${styled('yellow', '!')} `)),
    '',
    qualityTable(more.quality, columns),
    '',
    table(
      [
        `threshold ${metricText(metrics.threshold)}${more.thresholdStrategy === undefined ? '' : ` (${more.thresholdStrategy})`}`,
        'predicted genuine',
        'predicted fraud',
      ],
      [
        ['genuine', countText(tn), countText(fp)],
        ['fraud', countText(fn), countText(tp)],
      ],
    ),
    '',
    ...comparisonLines(more, columns),
    facts(
      [
        [
          'test rows',
          `${countText(metrics.n)}, of them ${countText(metrics.positives)} fraud (${percentText(metrics.positives / metrics.n)}), ${split['strategy']} split`,
        ],
        ['test reads', testReadsText(more.reads)],
        ...picturesFact(more.plots),
        ...(more.report === undefined ? [] : [['report', more.report] as [string, string]]),
      ],
      columns,
    ),
    '',
    accepted
      ? `Next: fraudx promote ${operand(runId)} --dry-run${isRefused(more.overlap) ? ' --allow-overlap' : ''}${more.allowRough ? ' --allow-rough' : ''}${more.asked === undefined ? '' : ` --threshold ${shellQuoted(more.asked)}`}`
      : 'Next: fraudx tune --strategy random, or better features',
  );
}
