import { stat } from 'node:fs/promises';
import { FraudxError, NotFoundError } from '@fraudx/core';
import type { ModelReader } from '@fraudx/models';
import { modelDigest, openModelFolder } from '@fraudx/models';
import type { InProduction } from '@fraudx/promotion';
import type { ModelStore } from '@fraudx/tracking';
import type { SavedModel } from '../dataset/reopen.ts';
import { loadSaved } from '../dataset/reopen.ts';
import { checkOwnModelFolder } from '../dataset/own-model-folder.ts';
import type { ExperimentSettings } from '../settings.ts';

/** The name of the model in production, in gates and options; reads like no run id. */
export const champion = 'champion';

interface Opened {
  readonly runId: string;
  readonly promotionId: string;
  readonly model: SavedModel;
  /** Score from which on production takes a row for fraud, where its config says so. */
  readonly threshold?: number;
}

/** The model in production as one run sees it. */
export type Champion =
  | { readonly state: 'none' }
  | (Opened & { readonly state: 'this-run' })
  | (Opened & { readonly state: 'promoted' })
  | { readonly state: 'unknown'; readonly reason: string; readonly runId?: string; readonly promotionId?: string };

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

type Promoted = Extract<InProduction, { readonly state: 'promoted' }>;

/** Where models of runs are looked for. */
export type ChampionModels = Pick<ModelStore, 'load' | 'locationOf'>;

/** Ways to the promoted model that lead somewhere: the own store, and the folder where the promotion saw it. */
async function waysTo(
  { runId, model }: Promoted,
  settings: ExperimentSettings,
  models: ChampionModels,
): Promise<(() => Promise<ModelReader>)[]> {
  const ways: (() => Promise<ModelReader>)[] = [];
  const own = models.locationOf(runId);
  if (await isKept(models, runId)) ways.push(() => models.load(runId));
  const named = model?.folder;
  if (named !== undefined && named !== own && (await isFolder(named))) {
    ways.push(async () => {
      await checkOwnModelFolder(settings.folder, named);
      return openModelFolder(named);
    });
  }
  return ways;
}

/** Whether the store has a model, or refuses to say, which then is the reason. */
async function isKept(models: ChampionModels, runId: string): Promise<boolean> {
  return await models.load(runId).then(
    () => true,
    (error: unknown) => !(error instanceof NotFoundError),
  );
}

/** The promoted model, from the store or where the promotion saw it; a text that says why it cannot be opened. */
async function openPromoted(
  promoted: Promoted,
  settings: ExperimentSettings,
  models: ChampionModels,
): Promise<SavedModel | string> {
  const { runId, model } = promoted;
  const ways = await waysTo(promoted, settings, models);
  if (ways.length === 0) {
    const places = new Set([models.locationOf(runId), ...(model === undefined ? [] : [model.folder])]);
    return `its model folder is neither at ${[...places].join(' nor at ')}`;
  }
  let reason = '';
  for (const open of ways) {
    let location = runId;
    try {
      const files = await open();
      location = files.location;
      if (model !== undefined && (await modelDigest(files)) !== model.sha256) {
        reason = `the model in ${location} is not the one that was promoted (its SHA-256 differs)`;
        continue;
      }
      return await loadSaved(files, settings);
    } catch (error) {
      reason = reasonOf(error, location);
    }
  }
  return reason;
}

/** A failure to open or apply a model as a reason; defects and interruptions stay errors. */
export function reasonOf(error: unknown, what: string): string {
  if (error instanceof FraudxError && error.kind !== 'internal' && error.kind !== 'interrupted') return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof FraudxError) && code !== undefined) return `${what}: ${message}`;
  throw error;
}

/**
 * The model in production on the target of these settings, opened; for a run that is to be compared with it.
 *
 * @param models - Where the model is looked for first.
 * @throws {OutsideError} The target cannot be reached, which says nothing of its champion.
 */
export async function findChampion(
  settings: ExperimentSettings,
  models: ChampionModels,
  runId: string,
): Promise<Champion> {
  // Nothing in production passes gates; not knowing it does not.
  if (settings.inProduction === undefined)
    return { state: 'unknown', reason: 'the settings do not say where production is' };
  const found = await settings.inProduction();
  if (found.state !== 'promoted') return found;
  const ids = { runId: found.runId, promotionId: found.promotionId };
  const model = await openPromoted(found, settings, models);
  if (typeof model === 'string') return { state: 'unknown', reason: model, ...ids };
  const threshold = found.config.decision?.threshold;
  const decision = threshold === undefined ? {} : { threshold };
  return { state: found.runId === runId ? 'this-run' : 'promoted', ...ids, model, ...decision };
}

/** The champion in words, for a gate or note that had no model to compare with. */
export function championReason(found: Exclude<Champion, { readonly state: 'promoted' }>): string {
  switch (found.state) {
    case 'none':
      return 'there is no champion yet: nothing is in production';
    case 'this-run':
      return 'there is no other champion to compare with';
    case 'unknown': {
      const who = found.runId === undefined ? 'the champion' : `the champion (${found.runId})`;
      return `${who} cannot be compared with: ${found.reason}`;
    }
  }
}

/** The champion as scripts read it. */
export function championJson(found: Champion): object {
  return {
    state: found.state,
    run_id: found.state === 'none' ? null : (found.runId ?? null),
    promotion_id: found.state === 'none' ? null : (found.promotionId ?? null),
    reason: found.state === 'promoted' ? null : championReason(found),
  };
}
