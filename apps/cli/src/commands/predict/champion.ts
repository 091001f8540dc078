import { NotFoundError, StateError } from '@fraudx/core';
import type { SavedModel } from '@fraudx/pipelines';
import { champion, findChampion } from '@fraudx/pipelines';
import type { Settings } from '../../settings/settings.ts';

/**
 * The model in production on the target of these settings, with the threshold that it has there, and a note that says which run it is.
 *
 * @throws {NotFoundError} `CHAMPION_NOT_FOUND`: nothing is in production.
 * @throws {StateError} `CHAMPION_UNKNOWN`: something is, but its model cannot be told or opened.
 * @throws {OutsideError} The target cannot be reached.
 */
export async function openChampion(settings: Settings): Promise<{ readonly saved: SavedModel; readonly note: string }> {
  const found = await findChampion(settings, champion);
  if (found.state === 'none') {
    throw new NotFoundError('CHAMPION_NOT_FOUND', 'predict: champion must be in production, got nothing promoted yet', {
      hint: 'Promote a model first (fraudx promote), or name a run (fraudx runs list).',
    });
  }
  if (found.state === 'unknown') {
    const who = found.runId === undefined ? '' : ` (${found.runId})`;
    throw new StateError(
      'CHAMPION_UNKNOWN',
      `predict: champion${who} must be a model that can be opened, got none: ${found.reason}`,
      {
        details: { runId: found.runId ?? null, promotionId: found.promotionId ?? null },
        hint: '"fraudx promotions list" shows the history; a model folder can be named with --model.',
      },
    );
  }
  const { model, runId, promotionId, threshold } = found;
  const manifest = { ...model.manifest, threshold: threshold ?? model.manifest.threshold };
  return { saved: { ...model, manifest }, note: `took ${runId}: the champion, in production by ${promotionId}` };
}
