import type { Evaluation, GateEvidence } from '@fraudx/evaluation';
import type { FittedFeatures } from '@fraudx/features';
import type { FittedModel, ModelManifest } from '@fraudx/models';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import type { RowContext } from './row-context.ts';
import type { ValidationGap } from './validation-gap.ts';

/** What was measured on test rows, kept in the model's `evaluation.json`. */
export interface Measured {
  readonly evaluation: Evaluation;
  readonly yTrue: Uint8Array;
  readonly yScore: Float64Array;
  /** Amount, day, card and costs of the test rows. */
  readonly context: RowContext;
  /** What validation rows promised against what these rows gave. */
  readonly gap: ValidationGap;
  /** How the threshold was chosen; undefined where the model does not say. */
  readonly thresholdStrategy: string | undefined;
  /** What metrics would be by the weights of the rows; empty where they count the same. Also among the warnings of `evaluation`. */
  readonly weightNotes: readonly string[];
  /** What gates asked for beside the metrics. */
  readonly evidence: GateEvidence;
}

/** A saved model with what a measurement needs. */
export interface MeasureInput {
  readonly runId: string;
  readonly workspace: Workspace;
  readonly dataset: Dataset;
  readonly settings: ExperimentSettings;
  readonly model: FittedModel;
  readonly features: FittedFeatures;
  readonly signal: AbortSignal;
  /** The model's manifest, with another threshold where somebody asks for one. */
  readonly manifest: ModelManifest;
  /** What is to be told with the warnings. */
  readonly notes?: readonly string[];
}
