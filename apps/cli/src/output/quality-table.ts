import type { MetricInterval } from '@fraudx/evaluation';
import type { RoughValues, ValidationGap } from '@fraudx/pipelines';
import { metricText } from '@fraudx/core';
import type { Lines } from './lines.ts';
import { lines } from './lines.ts';
import { table } from './table.ts';
import { wrap } from './wrap.ts';

/** What is shown of a model's quality. */
export interface Quality {
  /** Of test rows; absent before they are measured. */
  readonly test?: Readonly<Record<string, MetricInterval>>;
  /** Of validation rows, by which model and threshold were chosen; with the differences where test rows were measured. */
  readonly validation?: RoughValues;
  readonly differences?: ValidationGap['differences'];
  /** Metrics of gates: shown below the usual ones. */
  readonly asked?: readonly string[];
  /** Whether costs were configured and not assumed. */
  readonly costsGiven: boolean;
  /** Whose calendar days `per_day` counts. */
  readonly dayZone: string;
  /** As amounts are in, such as `EUR`. */
  readonly currency?: string | undefined;
}

const always = [
  'average_precision',
  'roc_auc',
  'precision',
  'recall',
  'f1',
  'false_positive_rate',
  'accuracy',
  'log_loss',
  'brier_score',
] as const;
const costs = ['cost_per_day', 'expected_cost', 'savings'] as const;

function bounds(of: { readonly low: number | null; readonly high: number | null; readonly rough?: string }): string {
  if (of.low === null || of.high === null) return '';
  return ` [${metricText(of.low)}, ${metricText(of.high)}]${of.rough === undefined ? '' : '~'}`;
}

function cell(of: RoughValues[string] | undefined): string {
  return of === undefined ? '–' : `${metricText(of.value)}${bounds(of)}`;
}

/** Names of the rows, in the order shown. */
function shownNames({ test, validation, costsGiven, asked = [] }: Quality): string[] {
  const known = test ?? validation ?? {};
  const perDay = Object.hasOwn(known, 'cost_per_day');
  const usual = [
    ...always,
    ...(Object.hasOwn(known, 'alerts_per_day') ? ['alerts_per_day'] : []),
    ...(costsGiven ? costs.filter((name) => name !== (perDay ? 'expected_cost' : 'cost_per_day')) : []),
  ];
  return [...new Set([...usual, ...asked.filter((name) => Object.hasOwn(known, name))])];
}

function label(name: string, currency: string | undefined): string {
  if (name === 'expected_cost') return `cost per row${currency === undefined ? '' : ` (${currency})`}`;
  return name === 'cost_per_day' && currency !== undefined ? `${name} (${currency})` : name;
}

/** Why intervals are rough, each reason once with its metrics. */
function roughLines(names: readonly string[], { test, validation }: Quality, columns: number): Lines[] {
  const byReason = new Map<string, string[]>();
  for (const name of names) {
    for (const rough of new Set([test?.[name]?.rough, validation?.[name]?.rough])) {
      if (rough !== undefined) byReason.set(rough, [...(byReason.get(rough) ?? []), name]);
    }
  }
  return [...byReason].map(([reason, of]) =>
    wrap(`~ rough: ${reason}${of.length === names.length ? '' : ` (${of.join(', ')})`}`, columns, 2),
  );
}

/**
 * Metrics with their 95 % intervals: what validation rows promised beside what test rows gave, and where the two differ by more than
 * chance explains.
 *
 * @param columns - Width of the terminal.
 */
export function qualityTable(quality: Quality, columns: number): Lines {
  const { test, validation, differences = {}, currency } = quality;
  const names = shownNames(quality);
  const marked = names.some((name) => isMarked(differences[name]?.verdict));
  const headings = [
    'metric',
    ...(validation === undefined ? [] : ['validation']),
    ...(test === undefined ? [] : ['test']),
    ...(marked ? ['beyond chance'] : []),
  ];
  const rows = names.map((name) => [
    label(name, currency),
    ...(validation === undefined ? [] : [cell(validation[name])]),
    ...(test === undefined ? [] : [cell(test[name])]),
    ...(marked ? [isMarked(differences[name]?.verdict) ? differences[name]!.verdict : ''] : []),
  ]);
  const perDay = names.filter((name) => name.endsWith('_per_day'));
  return lines(
    table(headings, rows, columns),
    ...(perDay.length === 0 ? [] : [wrap(`per day: calendar days of ${quality.dayZone}`, columns, 2)]),
    ...roughLines(names, quality, columns),
  );
}

function isMarked(verdict: string | undefined): boolean {
  return verdict !== undefined && verdict !== 'as expected';
}
