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
import { decisionHtml } from './decision-html.ts';
import { reportStyle } from './report-style.ts';
import { shapHtml } from './shap-html.ts';
import type { ReportedShap } from './shap-html.ts';

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
  'gains-and-lift': 'Gains and lift by share of rows looked at',
  'precision-by-day': 'Precision at k by day',
  'metric-intervals': 'Metrics with their intervals',
};
const wide = new Set(['gains-and-lift', 'precision-by-day', 'metric-intervals']);

function metricsTable({ evaluation, rows }: EvaluationReport): string {
  const intervals = rows.intervals?.intervals;
  return tableHtml(
    ['metric', 'value', ...(intervals === undefined ? [] : [`${100 * rows.intervals!.level}% interval`])],
    Object.entries(evaluation.metrics.values).map(([name, value]): Cell[] => {
      const interval = intervals?.[name];
      const bounds =
        interval === undefined || interval.low === null || interval.high === null
          ? (interval?.reason ?? '')
          : `${numberText(interval.low)} to ${numberText(interval.high)}`;
      return [
        { text: name },
        numberCell(value),
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

function choiceHtml({ strategy, sensitivity }: NonNullable<EvaluationReport['choice']>): string {
  const { points } = sensitivity;
  const withDays = points.some((point) => point.alertsPerDay !== null);
  const withCost = points.some((point) => point.cost !== null);
  const table = tableHtml(
    [
      'threshold',
      'alerts against the choice',
      withDays ? 'alerts per day' : 'alerts',
      'precision',
      'recall',
      'F1',
    ].concat(withCost ? ['cost'] : []),
    points.map((point): Cell[] => [
      numberCell(point.threshold),
      { text: point.alertFactor === 1 ? 'the choice' : `× ${point.alertFactor}`, kind: 'number' },
      numberCell(withDays ? point.alertsPerDay : point.alerts),
      numberCell(point.precision),
      numberCell(point.recall),
      numberCell(point.f1),
      ...(withCost ? [numberCell(point.cost)] : []),
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

async function comparisonHtml(name: string, paired: PairedComparison): Promise<string> {
  const entries = Object.entries(paired.metrics);
  const table = tableHtml(
    ['metric', 'this model', name, 'difference', `${100 * paired.level}% interval`, 'verdict'],
    entries.map(([metric, one]): Cell[] => [
      { text: metric },
      numberCell(one.value),
      numberCell(one.baseline),
      numberCell(one.difference),
      {
        text: one.low === null ? (one.reason ?? '') : `${numberText(one.low)} to ${numberText(one.high)}`,
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
      { text: metric },
      numberCell(one.value),
      numberCell(one.baseline),
      numberCell(one.difference),
      { text: one.percentChange === null ? '–' : `${numberText(one.percentChange)}%`, kind: 'number' },
    ]),
  );
}

function slicesHtml(slices: readonly Slice[]): string {
  const bounds = (low: number | null, high: number | null): string =>
    low === null || high === null ? '' : ` (${percentText(low)} to ${percentText(high)})`;
  return `<p class="muted">Worst first: by how many standard errors a slice is worse than the rest of the rows. “Worse” is more than chance explains, all slices considered.</p>${tableHtml(
    ['slice', 'rows', 'fraud', 'recall', 'false-positive rate', 'precision', ''],
    slices.slice(0, 25).map((slice): Cell[] => [
      { text: `${slice.column} = ${slice.value}` },
      numberCell(slice.n),
      numberCell(slice.positives),
      { text: `${percentText(slice.recall.value)}${bounds(slice.recall.low, slice.recall.high)}`, kind: 'number' },
      {
        text: `${percentText(slice.falsePositiveRate.value)}${bounds(slice.falsePositiveRate.low, slice.falsePositiveRate.high)}`,
        kind: 'number',
      },
      { text: percentText(slice.precision.value), kind: 'number' },
      slice.verdict === 'worse' ? { text: `worse: ${slice.because}`, kind: 'no' } : { text: slice.verdict },
    ]),
  )}`;
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
    .map(({ row, score, truth, reasons }) => {
      const what = truth === undefined ? '' : truth === 1 ? ', is fraud' : ', is genuine';
      return `<h3>Data row ${row}: score ${numberText(score)}${what}</h3>${listHtml(reasons.map((reason) => reason.text))}`;
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
  const sections = [
    sectionHtml('Pictures', await picturesHtml(evaluationSpecs(rows))),
    ...(choice === undefined ? [] : [sectionHtml('Threshold', choiceHtml(choice))]),
    ...(comparison === undefined
      ? []
      : [sectionHtml(`Against ${comparison.name}`, await comparisonHtml(comparison.name, comparison.paired))]),
    ...(report.baseline === undefined
      ? []
      : [sectionHtml(`Change from ${report.baseline.name}`, baselineHtml(report))]),
    ...(slices === undefined || slices.length === 0 ? [] : [sectionHtml('Slices', slicesHtml(slices))]),
    ...(report.importance === undefined ? [] : [sectionHtml('What the model looks at', await importanceHtml(report))]),
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
