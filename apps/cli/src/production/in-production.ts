import type { InProduction } from '@fraudx/promotion';
import type { Container } from '../container.ts';
import type { Settings } from '../settings/settings.ts';
import { openProduction } from './open-integrator.ts';

/** What the target of these settings has in production. */
export async function inProduction(settings: Settings, container: Container): Promise<InProduction> {
  const { ProductionIntegrator } = await import('@fraudx/promotion');
  const { parameterPrefix } = settings.config.promotion ?? {};
  return await new ProductionIntegrator({
    ...(await openProduction(settings, container)),
    ...(parameterPrefix === undefined ? {} : { prefix: parameterPrefix }),
  }).inProduction();
}
