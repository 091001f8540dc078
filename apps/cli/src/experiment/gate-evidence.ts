import { join } from 'node:path';
import { canonicalJson, DataError, InvalidArgumentError } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import type { GateEvidence, IntervalMethod, PairedComparison, ScoredRows } from '@fraudx/evaluation';
import { compareModels, parseGate } from '@fraudx/evaluation';
import type { FittedFeatures } from '@fraudx/features';
import type { ModelManifest } from '@fraudx/models';
import { loadSaved } from './reopen.ts';
import { modelFolderOf } from '../settings/settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { Dataset } from './dataset.ts';
import type { MeasureInput } from './evaluate-model.ts';
import { testMatrix } from './prepare.ts';
import { isByTime } from './split-choice.ts';
import { describeSplit } from './split.ts';

/** Reads like no run id: the model in production. */
const champion = 'champion';

/**
 * What a new test set would draw again: whole days where rows are split by time, which keeps what hangs together in time; rows within each class
 * where the config says that somebody chose the share of fraud; else rows.
 */
export function intervalMethod(
  { splitSpec }: Pick<Dataset, 'splitSpec'>,
  day: Int32Array | undefined,
  { config }: Pick<Settings, 'config'>,
): IntervalMethod {
  if (config.evaluation?.sampling === 'case-control') return 'within-class';
  return isByTime(splitSpec) && new Set(day).size >= 2 ? 'by-day' : 'rows';
}

/** The run in production: of the newest promotion that is done and not undone. Undefined when there is none. */
export async function championRun(folder: string): Promise<string | undefined> {
  const { openLocalProduction } = await import('@fraudx/local');
  const { ProductionIntegrator, silentEvents } = await import('@fraudx/promotion');
  const production = openLocalProduction(join(folder, 'production'));
  const promotions = await new ProductionIntegrator({ ...production, events: silentEvents }).listPromotions();
  const undone = new Set(promotions.flatMap((item) => (item.state === 'DONE' ? (item.rollbackOf ?? []) : [])));
  return promotions.find((item) => item.kind === 'promotion' && item.state === 'DONE' && !undone.has(item.promotionId))
    ?.runId;
}

/** Another run's model on the same test rows. */
export interface ComparedRun {
  readonly paired: PairedComparison;
  /** Why the other model may look better than it is, where it does. */
  readonly notes: readonly string[];
}

type Compared = Pick<MeasureInput, 'workspace' | 'dataset' | 'settings' | 'runId'>;

/** The rows that a model was tested on, as far as its manifest tells; the seed does not matter where time divides them. */
function testedOn(dataSha256: string, split: Readonly<Record<string, unknown>>, byTime: boolean): string {
  const { seed, ...periods } = split;
  return canonicalJson({ dataSha256, ...periods, ...(byTime ? {} : { seed }) });
}

/** A model of another split or of other data may have learned from these test rows. */
function learnedElsewhere(name: string, { lineage }: ModelManifest, dataset: Dataset): string[] {
  const byTime = isByTime(dataset.splitSpec);
  const ours = testedOn(dataset.fingerprint.sha256, describeSplit(dataset), byTime);
  if (testedOn(lineage.dataSha256, lineage.split as Readonly<Record<string, unknown>>, byTime) === ours) return [];
  const who = name === champion ? `the champion (${lineage.runId})` : name;
  const what = lineage.dataSha256 === dataset.fingerprint.sha256 ? 'in another split' : 'on other data';
  return [`${who} was trained ${what}: it may have learned from these test rows, which flatters it in the comparison`];
}

/** The matrix of the test rows for another run's model, whose columns these data may lack. */
function matrixFor(name: string, dataset: Dataset, features: FittedFeatures): Matrix {
  try {
    return testMatrix(dataset, features);
  } catch (cause) {
    if (!(cause instanceof DataError) || cause.code !== 'FEATURE_COLUMNS_MISSING') throw cause;
    const columns = (cause.details as { readonly columns: readonly string[] }).columns.join(', ');
    throw new InvalidArgumentError(
      `compare: ${name} must be a run on the columns of these data, got one that also needs ${columns}`,
      {
        code: 'RUN_NEEDS_OTHER_COLUMNS',
        details: { run: name, columns: cause.details },
        hint: 'Compare with a run of the same data and features (fraudx runs list), or train that model again on these data.',
        cause,
      },
    );
  }
}

/**
 * A saved model against another run's model on the same test rows; null when there is no champion yet, or it is this model.
 *
 * @param also - More metrics by name, such as `recall_at_fpr_0.05`.
 */
export async function compareWithRun(
  name: string,
  rows: ScoredRows,
  { workspace, dataset, settings, runId }: Compared,
  also: readonly string[] = [],
): Promise<ComparedRun | null> {
  const other = name === champion ? await championRun(settings.folder) : (await workspace.runs.getRun(name)).runId;
  if (other === undefined || (name === champion && other === runId)) return null;
  const { manifest, model, features } = await loadSaved(modelFolderOf(workspace.folder, other), settings);
  const yScore = model.predictProba(matrixFor(name, dataset, features));
  const method = intervalMethod(dataset, rows.day, settings);
  const paired = compareModels(rows, { yScore, threshold: manifest.threshold }, { method, also });
  return { paired, notes: learnedElsewhere(name, manifest, dataset) };
}

/** The comparisons that these gates ask for, with what is to be said of them. */
export async function gateEvidence(
  gates: readonly string[],
  rows: ScoredRows,
  input: Compared,
): Promise<{ readonly evidence: Pick<GateEvidence, 'comparisons'>; readonly notes: readonly string[] }> {
  const parsed = gates.map((gate) => parseGate(gate));
  const also = parsed.map((gate) => gate.metric);
  const comparisons: Record<string, PairedComparison | null> = {};
  const notes: string[] = [];
  for (const name of new Set(parsed.flatMap(({ versus }) => versus ?? []))) {
    const compared = await compareWithRun(name, rows, input, also);
    comparisons[name] = compared?.paired ?? null;
    notes.push(...(compared?.notes ?? []));
  }
  return { evidence: { comparisons }, notes };
}
