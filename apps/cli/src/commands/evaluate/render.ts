import type { Evaluation } from '@fraudx/evaluation';
import { countText, metricText, percentText } from '../../output/numbers.ts';
import { bold, styled } from '../../output/style.ts';
import { facts, table } from '../../output/table.ts';

const shown = [
  'average_precision',
  'roc_auc',
  'precision',
  'recall',
  'f1',
  'accuracy',
  'log_loss',
  'brier_score',
] as const;

/** What `fraudx evaluate` prints for people: the decision first, then why, then the numbers. */
export function renderEvaluate(
  runId: string,
  evaluation: Evaluation,
  split: Readonly<Record<string, string | number>>,
  plots: readonly string[],
): string {
  const { metrics } = evaluation;
  const accepted = evaluation.decision === 'accepted';
  const verdict = accepted
    ? styled('green', 'accepted: may go to production')
    : styled('red', 'refused: must not go to production');
  const { tn, fp, fn, tp } = metrics.confusion;
  return [
    `${bold(runId)}  ${verdict} (readiness: ${evaluation.readiness})`,
    '',
    ...evaluation.gates.map((gate) => `  ${gate.passed ? styled('green', '✓') : styled('red', '✗')} ${gate.reason}`),
    ...evaluation.warnings.map((warning) => `  ${styled('yellow', '!')} ${warning}`),
    '',
    table(
      ['metric', 'test'],
      shown.map((name) => [name, metricText(metrics.values[name])]),
    ),
    '',
    table(
      [`threshold ${metricText(metrics.threshold)}`, 'predicted genuine', 'predicted fraud'],
      [
        ['genuine', countText(tn), countText(fp)],
        ['fraud', countText(fn), countText(tp)],
      ],
    ),
    '',
    facts([
      [
        'test rows',
        `${countText(metrics.n)}, of them ${countText(metrics.positives)} fraud (${percentText(metrics.positives / metrics.n)}), ${split['strategy']} split`,
      ],
      ...plots.map((file, i): [string, string] => [i === 0 ? 'pictures' : '', file]),
    ]),
    '',
    accepted ? `Next: fraudx promote ${runId} --dry-run` : 'Next: fraudx tune --strategy random, or better features',
  ].join('\n');
}
