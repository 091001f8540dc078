import { sha256 } from '@fraudx/core';
import { parseProductionConfig, readProductionConfig } from '../config/production-config.ts';
import type { ProductionConfig } from '../config/production-config.ts';
import { configKey } from '../operation/snapshot.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { findInEffect } from './in-effect.ts';
import type { JournalStore } from './journal-store.ts';

/**
 * What production runs on, as far as its config and the journals of this target agree.
 *
 * - `none`: nothing was promoted yet, or everything was rolled back.
 * - `promoted`: one promotion is in effect, and the config is the one it wrote.
 * - `unknown`: something is in production, but which model it is cannot be told; `reason` is a sentence that says why.
 */
export type InProduction =
  | { readonly state: 'none' }
  | {
      readonly state: 'promoted';
      readonly promotionId: string;
      readonly runId: string;
      readonly experiment: string;
      /** The model folder as the promotion recorded it; its files may lie on another machine. */
      readonly model: { readonly folder: string; readonly sha256: string } | undefined;
      readonly config: ProductionConfig;
    }
  | { readonly state: 'unknown'; readonly reason: string; readonly promotionId?: string; readonly runId?: string };

function readConfig(text: string): ProductionConfig | undefined {
  try {
    return parseProductionConfig(readProductionConfig(text));
  } catch {
    return undefined;
  }
}

/**
 * The one definition of what is in production: the newest promotion in effect, confirmed by the production config.
 *
 * @throws {OutsideError} `JOURNAL_DAMAGED`, or the target cannot be read.
 */
export async function findInProduction(objects: ObjectStore, journals: JournalStore): Promise<InProduction> {
  const stored = await objects.get(configKey);
  const id = await findInEffect(journals);
  const where = objects.uri(configKey);
  if (id === undefined) {
    if (stored === undefined) return { state: 'none' };
    const runId = readConfig(new TextDecoder().decode(stored.body))?.run_id;
    return {
      state: 'unknown',
      reason: `${where} is there, but no promotion in effect wrote it`,
      ...(runId === undefined ? {} : { runId }),
    };
  }
  const { journal } = await journals.read(id);
  const { runId, experiment, model } = journal.request;
  const unknown = (reason: string): InProduction => ({ state: 'unknown', reason, promotionId: id, runId });
  if (journal.state !== 'DONE') return unknown(`${id} is unfinished, so production is between two models`);
  if (stored === undefined) return unknown(`${id} is in effect, but ${where} is gone`);
  if (sha256(stored.body) !== journal.config.newSha256) {
    return unknown(`${where} is not as ${id} wrote it: somebody changed it since`);
  }
  const config = readConfig(new TextDecoder().decode(stored.body));
  if (config?.promotion_id !== id) return unknown(`${where} does not name ${id}, the promotion in effect`);
  return { state: 'promoted', promotionId: id, runId, experiment, model, config };
}
