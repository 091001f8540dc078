import { join } from 'node:path';
import type { GateEvidence, PairedComparison, ResampleMethod, ScoredRows } from '@fraudx/evaluation';
import { bootstrapMetrics, compareModels, parseGate } from '@fraudx/evaluation';
import { loadSaved } from './reopen.ts';
import { modelFolderOf } from '../settings/settings.ts';
import type { Dataset } from './dataset.ts';
import type { MeasureInput } from './evaluate-model.ts';
import { isByTime } from './split.ts';

/** Reads like no run id: the model in production. */
const champion = 'champion';

/** Whole days where rows are split by time and there are at least five of them, which keeps what hangs together in time; else rows. */
export function resampleMethod(dataset: Pick<Dataset, 'splitSpec'>, day: Int32Array | undefined): ResampleMethod {
  return isByTime(dataset.splitSpec) && new Set(day).size >= 5 ? 'by-day' : 'stratified';
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

/** A saved model against another run's model on the same test rows; null when there is no champion yet. */
export async function compareWithRun(
  name: string,
  rows: ScoredRows,
  { workspace, dataset, settings, runId }: Omit<MeasureInput, 'folder' | 'model' | 'features'>,
): Promise<PairedComparison | null> {
  const other = name === champion ? await championRun(settings.folder) : (await workspace.runs.getRun(name)).runId;
  if (other === undefined || (name === champion && other === runId)) return null;
  const { manifest, model, features } = await loadSaved(modelFolderOf(workspace.folder, other), settings);
  const yScore = model.predictProba(features.transform(dataset.frame.take(dataset.rows.test)));
  const baseline = { yScore, threshold: manifest.threshold };
  const method = resampleMethod(dataset, rows.day);
  return compareModels(rows, baseline, { seed: settings.seed, nWorkers: settings.workers, method });
}

/** The intervals and comparisons that these gates ask for; nothing is resampled when none does. */
export async function gateEvidence(
  gates: readonly string[],
  rows: ScoredRows,
  input: Omit<MeasureInput, 'folder' | 'model' | 'features'>,
): Promise<GateEvidence> {
  const parsed = gates.map((gate) => parseGate(gate));
  const also = parsed.map((gate) => gate.metric);
  const comparisons: Record<string, PairedComparison | null> = {};
  for (const { versus } of parsed) {
    if (versus !== undefined) comparisons[versus] ??= await compareWithRun(versus, rows, input);
  }
  const needsIntervals = parsed.some((gate) => gate.bound !== undefined && gate.versus === undefined);
  const { seed, workers: nWorkers } = input.settings;
  const method = resampleMethod(input.dataset, rows.day);
  return {
    comparisons,
    ...(needsIntervals ? { intervals: await bootstrapMetrics(rows, { seed, nWorkers, method, also }) } : {}),
  };
}
