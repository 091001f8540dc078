import {
  escapeHtml,
  importanceSpec,
  listHtml,
  metricIntervalsSpec,
  numberCell,
  numberText,
  pageHtml,
  percentText,
  pictureHtml,
  sectionHtml,
  tableHtml,
} from '@fraudx/plots';
import type { Cell, PlotSpec } from '@fraudx/plots';
import { compareToBaseline } from '../compare-to-baseline.ts';
import type { Evaluation } from '../evaluate-model.ts';
import { evaluationSpecs } from '../evaluation-specs.ts';
import type { EvaluationPictures } from '../evaluation-specs.ts';
import type { FeatureEffect } from '../explain/permutation-importance.ts';
import type { TransactionExplanation } from '../explain/explain-transactions.ts';
import type { Slice } from '../slices/slice-metrics.ts';
import type { ThresholdSensitivity } from '../thresholds/threshold-sensitivity.ts';
import type { PairedComparison } from '../uncertainty/compare-models.ts';
import { intervalMethodText } from '../uncertainty/interval-method.ts';
import { costName, costUnit } from '../costs/cost-text.ts';
import { countDays } from '../internal/count-days.ts';
import { decisionHtml } from './decision-html.ts';
import { reportStyle } from './report-style.ts';
import { shapHtml } from './shap-html.ts';
import type { ReportedShap } from './shap-html.ts';
import { slicesHtml } from './slices-html.ts';

/** All that a report tells; what is left out has no section. */
export interface EvaluationReport {
  /** Name of the model or run. */
  readonly title: string;
  readonly evaluation: Evaluation;
  /** The test rows, with intervals where they were made. */
  readonly rows: EvaluationPictures;
  /** Whether `rows.costs` were assumed. Default false. */
  readonly costsAssumed?: boolean;
  /** How the threshold was chosen, and what other thresholds would do on the test rows. */
  readonly choice?: { readonly strategy: string; readonly sensitivity: ThresholdSensitivity };
  /** Another model on the same rows, with its name. */
  readonly comparison?: { readonly name: string; readonly paired: PairedComparison };
  /** Metrics of an earlier evaluation, by name. */
  readonly baseline?: { readonly name: string; readonly metrics: Readonly<Record<string, number>> };
  /** Worst first. */
  readonly slices?: readonly Slice[];
  /** Most important first. */
  readonly importance?: { readonly method: string; readonly unit: string; readonly features: readonly FeatureEffect[] };
  /** What features do to single scores. */
  readonly shap?: ReportedShap;
  readonly explanations?: readonly TransactionExplanation[];
  /** What was evaluated: data, split, engine, seed. */
  readonly facts?: readonly (readonly [string, string])[];
  /** When, as text. */
  readonly createdAt?: string;
}

const alts: Readonly<Record<string, string>> = {
  'confusion-matrix': 'Confusion matrix with counts and rates',
  'roc-curve': 'ROC curve with the line of chance and the chosen threshold',
  'precision-recall-curve': 'Precision–recall curve with the no-skill line and the chosen threshold',
  calibration: 'Calibration: share of fraud by mean score',
  'score-distribution': 'Distribution of the scores of genuine rows and of fraud',
  'cost-by-threshold': 'Cost by threshold',
  'gains-and-lift': 'Gains and lift by share of rows reviewed',
  'precision-by-day': 'Precision at k by day',
  'metric-intervals': 'Metrics with their intervals',
};
const wide = new Set(['gains-and-lift', 'precision-by-day', 'metric-intervals']);

/** Name of a metric with its unit where it is a cost: `cost_per_day (EUR per day)`. */
function metricName(name: string, { costs }: EvaluationPictures): string {
  const unit = costUnit(name, costs?.currency);
  return unit === undefined ? name : `${name} (${unit})`;
}

/** A metric beside the most that any ranking could reach, where that is below 1: `0.043 of at most 0.07`. */
function metricCell({ values, ceilings }: Evaluation['metrics'], name: string): Cell {
  const ceiling = Object.hasOwn(ceilings, name) ? ceilings[name]! : 1;
  const text = numberText(values[name]);
  return { text: ceiling < 1 ? `${text} of at most ${numberText(ceiling)}` : text, kind: 'number' };
}

function metricsTable({ evaluation, rows }: EvaluationReport): string {
  const intervals = rows.intervals?.intervals;
  return tableHtml(
    ['metric', 'value', ...(intervals === undefined ? [] : [`${100 * rows.intervals!.level}% interval`])],
    Object.keys(evaluation.metrics.values).map((name): Cell[] => {
      const interval = intervals?.[name];
      const bounds =
        interval === undefined || interval.low === null || interval.high === null
          ? (interval?.reason ?? '')
          : `${numberText(interval.low)} to ${numberText(interval.high)}${interval.rough === undefined ? '' : ' ~'}`;
      return [
        { text: metricName(name, rows) },
        metricCell(evaluation.metrics, name),
        ...(intervals === undefined ? [] : [{ text: bounds, kind: 'number' } as const]),
      ];
    }),
  );
}

async function picturesHtml(specs: Readonly<Record<string, PlotSpec>>): Promise<string> {
  const pictures: string[] = [];
  for (const [name, spec] of Object.entries(specs)) {
    pictures.push(`<div${wide.has(name) ? ' class="wide"' : ''}>${await pictureHtml(spec, alts[name] ?? name)}</div>`);
  }
  return `<div class="pictures">${pictures.join('\n')}</div>`;
}

function choiceHtml(
  { strategy, sensitivity }: NonNullable<EvaluationReport['choice']>,
  rows: EvaluationPictures,
): string {
  const days = countDays(rows);
  const { points } = sensitivity;
  const withDays = points.some((point) => point.alertsPerDay !== null);
  const withCost = points.some((point) => point.cost !== null);
  const table = tableHtml(
    [
      'threshold',
      'alerts relative to the choice',
      withDays ? 'alerts per day' : 'alerts',
      'precision',
      'recall',
      'F1',
    ].concat(withCost ? [costName(days === undefined ? 'test rows' : 'day', rows.costs?.currency)] : []),
    points.map((point): Cell[] => [
      numberCell(point.threshold),
      { text: point.alertFactor === 1 ? 'the choice' : `× ${point.alertFactor}`, kind: 'number' },
      numberCell(withDays ? point.alertsPerDay : point.alerts),
      numberCell(point.precision),
      numberCell(point.recall),
      numberCell(point.f1),
      ...(withCost ? [numberCell(point.cost === null ? null : point.cost / (days ?? 1))] : []),
    ]),
  );
  return `<p>The threshold was chosen on validation rows by ${escapeHtml(strategy)}, before the test rows were read. What stricter and looser ones would do on the test rows:</p>${table}`;
}

/** The difference in ROC AUC by DeLong's test, beside the resampling; empty where it is undefined. */
function deLongText(name: string, { rocAuc, level }: PairedComparison): string[] {
  if (rocAuc === undefined || Number.isNaN(rocAuc.pValue)) return [];
  const { difference, low, high, pValue } = rocAuc;
  const p = pValue < 0.0001 ? 'p < 0.0001' : `p = ${pValue.toPrecision(2)}`;
  return [
    `ROC AUC less that of ${name}, by DeLong’s test: ${numberText(difference)} (${100 * level}% interval ${numberText(low)} to ${numberText(high)}, ${p})`,
  ];
}

async function comparisonHtml(
  { name, paired }: NonNullable<EvaluationReport['comparison']>,
  rows: EvaluationPictures,
): Promise<string> {
  const entries = Object.entries(paired.metrics);
  const table = tableHtml(
    ['metric', 'this model', name, 'difference', `${100 * paired.level}% interval`, 'verdict'],
    entries.map(([metric, one]): Cell[] => [
      { text: metricName(metric, rows) },
      numberCell(one.value),
      numberCell(one.baseline),
      numberCell(one.difference),
      {
        text:
          one.low === null
            ? (one.reason ?? '')
            : `${numberText(one.low)} to ${numberText(one.high)}${one.rough === undefined ? '' : ' ~'}`,
        kind: 'number',
      },
      one.verdict === 'better' || one.verdict === 'worse'
        ? { text: one.verdict, kind: one.verdict === 'better' ? 'yes' : 'no' }
        : { text: one.verdict },
    ]),
  );
  const lines = ['average_precision', 'roc_auc', 'precision', 'recall', 'f1'].flatMap((label) => {
    const { difference = null, low = null, high = null } = paired.metrics[label] ?? {};
    return difference === null || low === null || high === null ? [] : [{ label, value: difference, low, high }];
  });
  const told = [...deLongText(name, paired), ...(paired.warning === undefined ? [] : [paired.warning])];
  const list = listHtml(told);
  if (lines.length === 0) return `${list}${table}`;
  const reach = 1.15 * Math.max(0.001, ...lines.flatMap((line) => [Math.abs(line.low), Math.abs(line.high)]));
  const spec = metricIntervalsSpec({
    lines,
    domain: [-reach, reach],
    reference: 0,
    title: `Difference to ${name}`,
    subtitle: `same rows, sampling error over ${intervalMethodText(paired.method)}`,
  });
  return `${await pictureHtml(spec, `Differences to ${name} with intervals`)}${list}${table}`;
}

function baselineHtml(report: EvaluationReport): string {
  const { name, metrics } = report.baseline!;
  return tableHtml(
    ['metric', 'this model', name, 'difference', 'percent change'],
    Object.entries(compareToBaseline(report.evaluation.metrics.values, metrics)).map(([metric, one]): Cell[] => [
      { text: metricName(metric, report.rows) },
      numberCell(one.value),
      numberCell(one.baseline),
      numberCell(one.difference),
      { text: one.percentChange === null ? '–' : `${numberText(one.percentChange)}%`, kind: 'number' },
    ]),
  );
}

async function importanceHtml({ importance }: EvaluationReport): Promise<string> {
  const { method, unit, features } = importance!;
  const spec = importanceSpec({
    features: features
      .slice(0, 20)
      .map(({ feature, value, error }) => ({ feature, value, ...(error === undefined ? {} : { error }) })),
    xTitle: unit,
    subtitle: method,
  });
  return pictureHtml(spec, `Feature importance: ${method}`);
}

function explanationsHtml(explanations: readonly TransactionExplanation[]): string {
  return explanations
    .map(({ row, name, score, truth, reasons }) => {
      const what = truth === undefined ? '' : truth === 1 ? ', is fraud' : ', is genuine';
      return `<h3>${name === undefined ? `Data row ${row}` : `${escapeHtml(name)} (data row ${row})`}: score ${numberText(score)}${what}</h3>${listHtml(reasons.map((reason) => reason.text))}`;
    })
    .join('\n');
}

/**
 * The whole evaluation as one HTML file that needs nothing else: no network, no script; light, dark and printed.
 *
 * It opens with the decision: may the model go to production, why, at which threshold, at what cost per day.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows.
 */
export async function renderEvaluationReport(report: EvaluationReport): Promise<string> {
  const { title, evaluation, rows, choice, comparison, slices, explanations, facts = [] } = report;
  const { n, positives } = evaluation.metrics;
  const gated = evaluation.gates.map(({ metric }) => metric);
  const sections = [
    sectionHtml('Plots', await picturesHtml(evaluationSpecs({ alsoShown: gated, ...rows }))),
    ...(choice === undefined ? [] : [sectionHtml('Threshold', choiceHtml(choice, rows))]),
    ...(comparison === undefined
      ? []
      : [sectionHtml(`Against ${comparison.name}`, await comparisonHtml(comparison, rows))]),
    ...(report.baseline === undefined
      ? []
      : [sectionHtml(`Change from ${report.baseline.name}`, baselineHtml(report))]),
    ...(slices === undefined || slices.length === 0 ? [] : [sectionHtml('Slices', slicesHtml(slices))]),
    ...(report.importance === undefined ? [] : [sectionHtml('What the model relies on', await importanceHtml(report))]),
    ...(report.shap === undefined ? [] : [sectionHtml('What moves the scores', await shapHtml(report.shap))]),
    ...(explanations === undefined || explanations.length === 0
      ? []
      : [sectionHtml('Single transactions', explanationsHtml(explanations))]),
    sectionHtml('All metrics', metricsTable(report)),
    ...(facts.length === 0
      ? []
      : [
          sectionHtml(
            'What was evaluated',
            tableHtml(
              ['', ''],
              facts.map(([name, value]) => [{ text: name }, { text: value }]),
            ),
          ),
        ]),
  ];
  const body = `<h1>${escapeHtml(`Evaluation of ${title}`)}</h1>
<p class="muted">${numberText(n)} test rows, ${numberText(positives)} of them fraud (${percentText(positives / n)})${report.createdAt === undefined ? '' : ` · ${escapeHtml(report.createdAt)}`}</p>
${decisionHtml({ evaluation, rows, costsAssumed: report.costsAssumed ?? false })}
${sections.join('\n')}`;
  return pageHtml(`Evaluation of ${title}`, reportStyle, body);
}
