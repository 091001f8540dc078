import { DataError } from '@fraudx/core';
import type { Workspace } from '../workspace.ts';
import type { RunRecord } from '@fraudx/tracking';

/** Scores of the validation rows that the threshold was chosen on, as 64-bit floats in the byte order of the machine's family (little-endian). */
const name = 'validation/scores.f64';

/** Keeps the scores of the candidate on validation rows with the run, so that another threshold can be chosen without training again. */
export async function keepValidationScores(
  { artifacts, runs }: Workspace,
  runId: string,
  yScore: Float64Array,
): Promise<void> {
  const bytes = Buffer.alloc(yScore.length * 8);
  yScore.forEach((score, i) => bytes.writeDoubleLE(score, i * 8));
  await runs.addArtifact(runId, await artifacts.put(runId, name, bytes));
}

/**
 * The scores that {@link keepValidationScores} kept; undefined for a run of an earlier version.
 *
 * @throws {DataError} `BAD_MODEL`: there are not as many as validation rows.
 */
export async function validationScores(
  { artifacts }: Workspace,
  record: RunRecord,
  nRows: number,
): Promise<Float64Array | undefined> {
  const kept = record.artifacts.find((artifact) => artifact.name === name);
  if (kept === undefined) return undefined;
  const bytes = Buffer.from(await artifacts.get(kept));
  if (bytes.length !== nRows * 8) {
    throw new DataError(
      'BAD_MODEL',
      `${kept.path}: must hold ${nRows} scores of validation rows, got ${bytes.length / 8}`,
      {
        details: { path: kept.path },
        hint: 'Train again.',
      },
    );
  }
  return Float64Array.from({ length: nRows }, (_, i) => bytes.readDoubleLE(i * 8));
}
