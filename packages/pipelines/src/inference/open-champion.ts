import { NotFoundError, StateError } from '@fraudx/core';
import type { SavedModel } from '../dataset/reopen.ts';
import type { ChampionModels } from '../evaluation/find-champion.ts';
import { champion, findChampion } from '../evaluation/find-champion.ts';
import type { ExperimentSettings } from '../settings.ts';

/**
 * The model in production on the target of these settings, with the threshold that it has there, and a note that says which run it is.
 *
 * @throws {NotFoundError} `CHAMPION_NOT_FOUND`: nothing is in production.
 * @throws {StateError} `CHAMPION_UNKNOWN`: something is, but its model cannot be told or opened.
 * @throws {OutsideError} The target cannot be reached.
 */
export async function openChampion(
  settings: ExperimentSettings,
  models: ChampionModels,
): Promise<{ readonly saved: SavedModel; readonly note: string }> {
  const found = await findChampion(settings, models, champion);
  if (found.state === 'none') {
    throw new NotFoundError('CHAMPION_NOT_FOUND', 'predict: champion must be in production, got nothing promoted yet', {
      hint: 'Promote a model first, or name a run.',
    });
  }
  if (found.state === 'unknown') {
    const who = found.runId === undefined ? '' : ` (${found.runId})`;
    throw new StateError(
      'CHAMPION_UNKNOWN',
      `predict: champion${who} must be a model that can be opened, got none: ${found.reason}`,
      {
        details: { runId: found.runId ?? null, promotionId: found.promotionId ?? null },
        hint: 'The history of promotions says what was done; a model can also be named by its folder.',
      },
    );
  }
  const { model, runId, promotionId, threshold } = found;
  const manifest = { ...model.manifest, threshold: threshold ?? model.manifest.threshold };
  return { saved: { ...model, manifest }, note: `took ${runId}: the champion, in production by ${promotionId}` };
}
