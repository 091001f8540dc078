import type { Column } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import { countText, Rng, timeText } from '@fraudx/core';
import { modeOfSources, writeFileAtomic } from '@fraudx/core/files';
import type { EvaluationReport, PairedComparison, ScoredRows, ThresholdSensitivity } from '@fraudx/evaluation';
import {
  chooseThreshold,
  explainTransactions,
  permutationImportance,
  renderEvaluationReport,
  shapSummary,
  sliceMetrics,
} from '@fraudx/evaluation';
import { readableFeatures } from '@fraudx/features';
import type { FittedModel } from '@fraudx/models';
import type { Dataset } from '../dataset/load-dataset.ts';
import { labelsOf } from '../dataset/dataset-rows.ts';
import { keepArtifacts } from './keep-artifacts.ts';
import type { MeasureInput, Measured } from './measured.ts';
import { testMatrix } from '../training/prepare.ts';
import type { SavedModel } from '../dataset/reopen.ts';
import { dayZoneOf } from './row-context.ts';
import { sliceColumns } from './slice-columns.ts';

/** What a report is written from. */
export interface ReportInput extends MeasureInput {
  readonly measured: Measured;
  readonly manifest: SavedModel['manifest'];
  readonly comparison?: { readonly name: string; readonly paired: PairedComparison };
}

const maxImportanceRows = 4000;

/** All fraud, up to half, and random genuine rows: enough to see what matters. Positions among the test rows, ascending. */
function sampleRows(yTrue: Uint8Array, seed: number): Uint32Array {
  const rng = new Rng(seed).stream('importance-rows');
  const of = (label: number): Uint32Array =>
    rng.shuffle(Uint32Array.from([...yTrue.keys()].filter((i) => yTrue[i] === label)));
  const fraud = of(1).subarray(0, maxImportanceRows / 2);
  const genuine = of(0).subarray(0, maxImportanceRows - fraud.length);
  return Uint32Array.from([...fraud, ...genuine]).sort();
}

/** So many rows that their SHAP values take a few seconds at most: trees with many splits take longer. */
function shapRows(model: FittedModel): number {
  const importances = model.featureImportances?.() ?? [];
  const splits = importances.reduce((sum, one) => sum + ('weight' in one ? Number(one.weight) : 1), 0);
  return Math.max(100, Math.min(1000, Math.floor(3e7 / (splits + 1))));
}

/** Positions of at most `most` of n rows, evenly among all. */
function thinned(n: number, most: number): Uint32Array {
  const kept = Math.min(n, most);
  return Uint32Array.from({ length: kept }, (_, k) => Math.floor((k * n) / kept));
}

/** Positions of the three highest scores and of the fraud with the lowest. */
function rowsToExplain(yTrue: Uint8Array, yScore: Float64Array): number[] {
  const order = [...yScore.keys()].sort((a, b) => yScore[b]! - yScore[a]!);
  const missed = order.findLast((i) => yTrue[i] === 1);
  return [...new Set([...order.slice(0, 3), ...(missed === undefined ? [] : [missed])])];
}

/** How the user calls a test row: by the columns that name rows, e.g. `tx_id 4711`; undefined where the data has none. */
function nameOfRow({ frame, rows }: Dataset, ids: readonly string[], row: number): string | undefined {
  const known = ids.filter((id) => frame.has(id));
  if (known.length === 0) return undefined;
  return known.map((id) => `${id} ${cellText(frame.column(id), rows.test[row]!)}`).join(', ');
}

function cellText(column: Column, row: number): string {
  if (column.kind === 'categorical') return column.categories[column.codes[row]!] ?? 'missing';
  return column.kind === 'timestamp' ? timeText(column.values[row]!) : String(column.values[row]!);
}

/** `name value, name value`. */
function pairsText(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** What other thresholds would do; there are none to tell of where the threshold is above every score, as no alert pays. */
function sensitivityAt(threshold: number, rows: ScoredRows): ThresholdSensitivity {
  if (threshold > 1) return { points: [], plateau: { low: threshold, high: threshold } };
  return chooseThreshold({ ...rows, strategy: `fixed:${threshold}` }).sensitivity;
}

async function reportOf(input: ReportInput): Promise<EvaluationReport> {
  const { runId, dataset, settings, model, features, measured, manifest, signal } = input;
  const { evaluation, yTrue, yScore, context } = measured;
  const rows = { yTrue, yScore, threshold: evaluation.metrics.threshold, ...context };
  const { seed } = settings;
  const { intervals } = evaluation;
  const { threshold } = evaluation.metrics;
  const sampled = sampleRows(yTrue, seed);
  const all = testMatrix(dataset, features);
  const x = all.take(sampled);
  const yOfSample = labelsOf(yTrue, sampled);
  const predict = (of: typeof x): Float64Array => model.score(of);
  const readable = readableFeatures(manifest.features, dataset.frame);
  // Against all test rows: the sample holds more fraud than there is.
  const { contributions } = model;
  const explanations = (
    contributions === undefined
      ? []
      : explainTransactions({
          x: all,
          yTrue,
          yScore,
          rows: rowsToExplain(yTrue, yScore),
          contributions: (of) => contributions.of(of),
          unit: contributions.unit,
          nameOf: readable.nameOf,
          textOf: (feature, row) => readable.textOf(feature, dataset.rows.test[row]!),
        })
  ).map((one) => {
    const name = nameOfRow(dataset, manifest.rowIds ?? [], one.row);
    return { ...one, row: dataset.rows.test[one.row]! + 1, ...(name === undefined ? {} : { name }) };
  });
  const kept = thinned(x.nRows, shapRows(model));
  const sampleText = (labels: Uint8Array): string =>
    `${countText(labels.length)} test rows, ${countText(labels.reduce((sum, label) => sum + label, 0))} of them fraud`;
  const shap =
    contributions === undefined
      ? {}
      : {
          shap: {
            ...shapSummary({ x: x.take(kept), contributions: (of) => contributions.of(of), unit: contributions.unit }),
            sample: sampleText(labelsOf(yOfSample, kept)),
          },
        };
  const { git } = manifest.lineage;
  return {
    title: runId,
    evaluation,
    rows: { ...rows, intervals },
    costsAssumed: dataset.costs === undefined,
    choice: {
      strategy: manifest.thresholdStrategy ?? 'a strategy that was not recorded',
      sensitivity: sensitivityAt(threshold, rows),
    },
    ...(input.comparison === undefined ? {} : { comparison: input.comparison }),
    slices: sliceMetrics(rows, sliceColumns(dataset)),
    importance: {
      method: `shuffling each feature 3 times among ${sampleText(yOfSample)}`,
      unit: 'fall of average precision',
      features: permutationImportance({ x, yTrue: yOfSample, predict, seed, signal }),
    },
    ...shap,
    explanations,
    facts: [
      ['algorithm', `${manifest.algorithm}, engine ${manifest.engine.name} ${manifest.engine.version}`],
      ['parameters', pairsText(manifest.params)],
      ['data', `${dataset.path} (fingerprint ${dataset.fingerprint.sha256.slice(0, 16)}…)`],
      ['split', pairsText(describeSplit(dataset))],
      ...(dataset.featureSpec.time === undefined ? [] : [['days and hours', dayZoneOf(dataset)] as [string, string]]),
      ['code', git === undefined ? 'not in git' : `${git.commit.slice(0, 12)}${git.dirty ? ', with changes' : ''}`],
    ],
    createdAt: new Date().toISOString().slice(0, 16).replace('T', ' ').concat(' UTC'),
  };
}

/**
 * Writes the report of an evaluation, one HTML file.
 *
 * @param path - Where to; undefined keeps it with the run, as artifact `evaluation/report.html`.
 * @returns Where it is found.
 */
export async function writeReport(input: ReportInput, path: string | undefined): Promise<string> {
  const html = await renderEvaluationReport(await reportOf(input));
  if (path !== undefined) {
    // the report repeats values of the data
    const mode = modeOfSources([input.dataset.path])();
    await writeFileAtomic(path, html, mode === undefined ? {} : { mode });
    return path;
  }
  const content = new TextEncoder().encode(html);
  const [kept] = await keepArtifacts(input.workspace, input.runId, [{ name: 'report.html', content }]);
  return kept!;
}
