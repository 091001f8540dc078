import type { LocalWorkspace } from '@fraudx/local';
import { ProductionIntegrator } from '@fraudx/promotion';
import { collectLineage } from '../../experiment/lineage.ts';
import type { Io } from '../../io.ts';
import type { Settings } from '../../settings/settings.ts';
import { createTrackedEvents } from './tracked-events.ts';

/** The promotion state machine over the local production folder; its events become runs of kind `promotion`. */
export async function createIntegrator(
  workspace: LocalWorkspace,
  settings: Settings,
  io: Io,
): Promise<ProductionIntegrator> {
  const promotion = settings.config.promotion ?? {};
  return new ProductionIntegrator({
    ...workspace.production,
    events: createTrackedEvents(workspace.runs, await collectLineage(settings, io, undefined)),
    ...(promotion.parameterPrefix === undefined ? {} : { prefix: promotion.parameterPrefix }),
  });
}
