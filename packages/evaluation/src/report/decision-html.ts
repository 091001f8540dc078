import { escapeHtml, listHtml, numberText, percentText, tableHtml } from '@fraudx/plots';
import type { Evaluation } from '../evaluate-model.ts';
import type { EvaluationPictures } from '../evaluation-specs.ts';
import { assumedCostsText } from '../costs/cost-matrix.ts';
import { costName, costText } from '../costs/cost-text.ts';
import { countDays, dayShareText } from '../internal/count-days.ts';

/** What the top of the report says. */
export interface DecisionInput {
  readonly evaluation: Evaluation;
  readonly rows: EvaluationPictures;
  /** Whether the costs were assumed, not configured. */
  readonly costsAssumed: boolean;
}

const readiness = {
  good: 'good (ROC AUC above 0.8)',
  acceptable: 'acceptable (ROC AUC above 0.7)',
  'needs-improvement': 'needs improvement (ROC AUC at most 0.7)',
  unknown: 'unknown (fewer than 10 test rows of a class, too few for a ROC AUC)',
};

function figuresHtml({ evaluation, rows }: DecisionInput): string {
  const { values, confusion, threshold } = evaluation.metrics;
  const alerts = confusion.tp + confusion.fp;
  const perDay = countDays(rows);
  const scaled = (rows.dayShare ?? 1) < 1 ? ` (scaled from ${dayShareText(rows.dayShare!)} of the rows)` : '';
  const figures: [string, string][] = [[numberText(threshold), 'threshold: fraud when score ≥ this']];
  if (rows.costs !== undefined) {
    figures.push(
      perDay === undefined
        ? [costText(values['total_cost'], rows.costs.currency), costName('test rows')]
        : [costText(values['cost_per_day'], rows.costs.currency), `${costName('day')}${scaled}`],
      savedFigure(values['savings']),
    );
  }
  figures.push(
    perDay === undefined
      ? [numberText(alerts), 'alerts on these test rows']
      : [numberText(alerts / perDay), `alerts per day${scaled}`],
    [percentText(values['recall']), 'of fraud is caught'],
    [percentText(values['precision']), 'of alerts are fraud'],
  );
  if (rows.amount !== undefined) figures.push([percentText(values['amount_recall']), 'of the fraud amount is caught']);
  return `<div class="figures">${figures
    .map(([value, text]) => `<div class="figure"><b>${escapeHtml(value)}</b><span>${escapeHtml(text)}</span></div>`)
    .join('')}</div>`;
}

/** What the model saves, or what it costs more where it saves nothing. */
function savedFigure(savings: number | undefined): [string, string] {
  const isLoss = savings !== undefined && savings < 0;
  return isLoss
    ? [percentText(-savings), 'more cost than the cheaper of alerting never or always']
    : [percentText(savings), 'saved compared with the cheaper of alerting never or always'];
}

/** How many conditions rest on a bound from few days or frauds. */
function roughText({ gates }: Evaluation): string {
  const rough = gates.filter((gate) => gate.rough === true).length;
  return rough === 0 ? '' : `, ${rough} of them by a rough bound`;
}

/** The decision, the figures it is about, and every reason. */
export function decisionHtml(input: DecisionInput): string {
  const { evaluation, costsAssumed, rows } = input;
  const accepted = evaluation.decision === 'accepted';
  const failed = evaluation.gates.filter((gate) => !gate.passed);
  const why = accepted
    ? `All ${evaluation.gates.length} conditions hold${roughText(evaluation)}.`
    : `${failed.length} of ${evaluation.gates.length} conditions failed: ${failed.map((gate) => gate.reason).join('; ')}.`;
  const gates = tableHtml(
    ['', 'condition', 'why'],
    evaluation.gates.map((gate) => [
      { text: gate.passed ? '✓ holds' : '✗ fails', kind: gate.passed ? 'yes' : 'no' },
      { text: gate.gate },
      { text: gate.reason },
    ]),
  );
  const notes = [...evaluation.warnings];
  if (rows.intervals?.warning !== undefined) notes.push(rows.intervals.warning);
  const rough = new Set(Object.values(rows.intervals?.intervals ?? {}).flatMap((one) => one.rough ?? []));
  for (const reason of rough) notes.push(`Intervals marked ~ are rough: ${reason}.`);
  if (costsAssumed && rows.costs !== undefined) {
    notes.push(`The costs are assumed, not configured: ${assumedCostsText}. Set evaluation.costs in fraudx.yaml.`);
  }
  return `<div class="decision ${evaluation.decision}"><strong>${
    accepted ? 'May go to production' : 'Must not go to production'
  }</strong><p>${escapeHtml(why)}</p><p>Readiness: ${readiness[evaluation.readiness]}.</p></div>
${figuresHtml(input)}<div class="gates">${gates}</div>${listHtml(notes)}`;
}
