import type { InProduction } from '@fraudx/promotion';
import type { Settings } from '../settings/settings.ts';
import { openProduction } from './open-integrator.ts';

/** What the target of these settings has in production. */
export async function inProduction(settings: Settings): Promise<InProduction> {
  const { ProductionIntegrator } = await import('@fraudx/promotion');
  const { parameterPrefix } = settings.config.promotion ?? {};
  return await new ProductionIntegrator({
    ...(await openProduction(settings)),
    ...(parameterPrefix === undefined ? {} : { prefix: parameterPrefix }),
  }).inProduction();
}
