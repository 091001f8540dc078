import { DataError, InvalidArgumentError } from '@fraudx/core';
import { describeSplit, isByTime } from '@fraudx/data';
import type { Matrix } from '@fraudx/core';
import type { GateEvidence, NoComparison, PairedComparison, ScoredRows } from '@fraudx/evaluation';
import { compareModels, isNoComparison, parseGate } from '@fraudx/evaluation';
import type { FittedFeatures } from '@fraudx/features';
import type { ModelManifest } from '@fraudx/models';
import { champion, championReason, findChampion, reasonOf } from './find-champion.ts';
import type { SavedModel } from '../dataset/reopen.ts';
import { loadModelOf } from '../dataset/reopen.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { MeasureInput } from './measured.ts';
import { testMatrix } from '../training/prepare.ts';
import { intervalOptions } from './interval-options.ts';
import { testedOn } from './tested-on.ts';

/** Another run's model on the same test rows. */
export interface ComparedRun {
  readonly paired: PairedComparison;
  /** Why the other model may look better than it is, where it does. */
  readonly notes: readonly string[];
}

type Compared = Pick<MeasureInput, 'workspace' | 'dataset' | 'settings' | 'runId'>;

/** A model of another split or of other data may have learned from these test rows. */
function learnedElsewhere(name: string, { lineage }: ModelManifest, dataset: Dataset): string[] {
  const byTime = isByTime(dataset.splitPlan);
  const ours = testedOn(dataset.fingerprint.sha256, describeSplit(dataset), byTime);
  if (testedOn(lineage.dataSha256, lineage.split as Readonly<Record<string, unknown>>, byTime) === ours) return [];
  const who = name === champion ? `the champion (${lineage.runId})` : name;
  const what = lineage.dataSha256 === dataset.fingerprint.sha256 ? 'in another split' : 'on other data';
  return [`${who} was trained ${what}: it may have learned from these test rows, which favours it in the comparison`];
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
        hint: 'Compare with a run of the same data and features, or train that model again on these data.',
        cause,
      },
    );
  }
}

/** The model to compare with, or why there is none. */
async function openOther(
  name: string,
  { workspace, settings, runId }: Compared,
): Promise<NoComparison | Pick<SavedModel, 'manifest' | 'model' | 'features'>> {
  if (name === champion) {
    const found = await findChampion(settings, workspace.models, runId);
    if (found.state === 'promoted') return found.model;
    return { passed: found.state !== 'unknown', reason: championReason(found) };
  }
  const other = await workspace.runs.getRun(name);
  return await loadModelOf(workspace, other, settings);
}

/**
 * A saved model against another run's model on the same test rows, or why there is nothing to compare with: no champion yet, this model is
 * it, or a champion that cannot be opened or applied to these rows, which passes no gate.
 *
 * @param also - More metrics by name, such as `recall_at_fpr_0.05`.
 * @throws {InvalidArgumentError} `RUN_NEEDS_OTHER_COLUMNS`: a run named by its id needs columns that these data lack.
 */
export async function compareWithRun(
  name: string,
  rows: ScoredRows,
  compared: Compared,
  also: readonly string[] = [],
): Promise<ComparedRun | NoComparison> {
  const { dataset } = compared;
  const other = await openOther(name, compared);
  if (isNoComparison(other)) return other;
  const { manifest, model, features } = other;
  let yScore: Float64Array;
  try {
    yScore = model.score(matrixFor(name, dataset, features));
  } catch (error) {
    if (name !== champion) throw error;
    const { runId } = manifest.lineage;
    return { passed: false, reason: championReason({ state: 'unknown', reason: reasonOf(error, runId), runId }) };
  }
  const baseline = { yScore, threshold: manifest.threshold };
  const paired = compareModels(rows, baseline, { ...intervalOptions(dataset, rows.day), also });
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
  const comparisons: Record<string, PairedComparison | NoComparison> = {};
  const notes: string[] = [];
  for (const name of new Set(parsed.flatMap(({ versus }) => versus ?? []))) {
    const compared = await compareWithRun(name, rows, input, also);
    comparisons[name] = isNoComparison(compared) ? compared : compared.paired;
    if (!isNoComparison(compared)) notes.push(...compared.notes);
  }
  return { evidence: { comparisons }, notes };
}
