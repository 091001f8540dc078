import { describeSplit, namesRows, trainedColumns } from '@fraudx/data';
import type { FittedFeatures } from '@fraudx/features';
import type { Workspace } from '../workspace.ts';
import type { FittedModel, ModelManifest, ModelManifestInput } from '@fraudx/models';
import { loadModel, writeModelFiles } from '@fraudx/models';
import { FraudxError, jsonMetrics } from '@fraudx/core';
import type { ExperimentSettings } from '../settings.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import { developmentRows } from '../dataset/dataset-rows.ts';
import type { Candidate } from './fit.ts';
import { MODEL_TAG } from '../runs/find-run.ts';
import { keptIntervals } from '../evaluation/validation-gap.ts';
import { findRepeats } from '../dataset/repeat-notes.ts';
import { keepValidationScores } from './validation-scores.ts';

/** Columns that were left out of the features and name the rows, so that `predict` can repeat them beside its scores. */
function rowIdsOf({ frame, featureSpec, weightColumn }: Dataset): { readonly rowIds?: string[] } {
  const rowIds = featureSpec.drop.filter(
    (name) => name !== weightColumn && frame.has(name) && namesRows(frame.column(name)),
  );
  return rowIds.length === 0 ? {} : { rowIds };
}

/** Columns that the time is read from, whether or not it is a feature: how their dates are ordered is settled by training too. */
function timeColumnsOf({ times, featureSpec }: Dataset): string[] {
  return [times?.column ?? featureSpec.time, ...Object.values(times?.parts ?? {})].filter((name) => name !== undefined);
}

/** How times are meant, as plain JSON; undefined where there is no time column. */
function plainTimes({ times, featureSpec: { time } }: Dataset): ModelManifest['times'] {
  const named = times ?? (time === undefined ? undefined : { column: time });
  return named === undefined ? undefined : (JSON.parse(JSON.stringify(named)) as ModelManifest['times']);
}

/** Rows of the data, by which those of a history are judged. */
function rowsOf({ frame, fingerprint, labelled, y }: Dataset): NonNullable<ModelManifest['reading']>['rows'] {
  const asRead = frame.select(fingerprint.columns.filter((name) => frame.has(name)));
  return {
    all: frame.nRows,
    labelled: labelled.length,
    fraud: y.reduce((sum, label) => sum + label, 0),
    repeated: findRepeats(asRead).count,
  };
}

/** A model that was kept with its run. */
export interface KeptModel {
  /** Where people find it. */
  readonly folder: string;
  readonly manifest: ModelManifest;
}

/** Keeps the model of a run and marks the run as having one. */
export async function saveModel(
  runId: string,
  workspace: Workspace,
  settings: ExperimentSettings,
  dataset: Dataset,
  parts: { readonly model: FittedModel; readonly features: FittedFeatures; readonly candidate: Candidate },
): Promise<KeptModel> {
  const record = await workspace.runs.getRun(runId);
  const times = plainTimes(dataset);
  const input: ModelManifestInput = {
    features: parts.features.toJson(),
    target: dataset.featureSpec.target,
    threshold: parts.candidate.threshold,
    thresholdStrategy: dataset.thresholdStrategy,
    ...(dataset.weightColumn === undefined ? {} : { sampleWeight: dataset.weightColumn }),
    reading: {
      ...(settings.config.missing === undefined ? {} : { missing: settings.config.missing.map(String) }),
      columns: trainedColumns(
        dataset.frame,
        [
          ...new Set([
            ...parts.features.inputs,
            ...timeColumnsOf(dataset),
            ...Object.keys(dataset.featureSpec.derive ?? {}),
          ]),
        ],
        developmentRows(dataset.rows),
        { timeZone: dataset.times?.zone, time: dataset.featureSpec.time },
      ),
      rows: rowsOf(dataset),
    },
    ...(times === undefined ? {} : { times }),
    ...(dataset.labelValues === undefined
      ? {}
      : { labels: { positive: [...dataset.labelValues.positive], negative: [...dataset.labelValues.negative] } }),
    ...rowIdsOf(dataset),
    metrics: {
      validation: jsonMetrics(parts.candidate.validation.values),
      validationIntervals: keptIntervals(parts.candidate),
    },
    lineage: {
      runId,
      dataSha256: dataset.fingerprint.sha256,
      split: describeSplit(dataset),
      seed: settings.seed,
      ...(record.lineage.git === undefined ? {} : { git: record.lineage.git }),
    },
  };
  let manifest: ModelManifest | undefined;
  const save = (): Promise<{ readonly location: string }> =>
    workspace.models.save(runId, async (folder) => {
      manifest = await writeModelFiles(folder, parts.model, input);
    });
  const { location } = await save().catch(async (error: unknown) => {
    if (!(error instanceof FraudxError) || error.code !== 'MODEL_EXISTS') throw error;
    // Of a start that was killed behind it: the model of the run, or, where the run does not know it yet, one to be written again.
    if (record.tags[MODEL_TAG.name] === undefined) {
      await workspace.models.delete(runId);
      return await save();
    }
    const kept = await workspace.models.load(runId);
    manifest = (await loadModel(kept)).manifest;
    return kept;
  });
  await keepValidationScores(workspace, runId, parts.candidate.yScore);
  await workspace.runs.setTags(runId, { [MODEL_TAG.name]: MODEL_TAG.value });
  return { folder: location, manifest: manifest! };
}

/** Metrics of validation rows under the names that runs use: `validation_<metric>`. */
export function validationMetrics(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`validation_${name}`, value]));
}
