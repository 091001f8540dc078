import { describe, expect, it } from 'vitest';
import { ProductionIntegrator } from '../production-integrator.ts';
import { createInMemoryProduction, dyingPorts, sampleRequest, watchPorts } from '../testing/index.ts';

const configKey = 'production-model-config.yaml';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function openWorld(): { production: ReturnType<typeof createInMemoryProduction>; integrator: ProductionIntegrator } {
  const production = createInMemoryProduction();
  return { production, integrator: new ProductionIntegrator({ ...production, lock: { liveness: () => 'dead' } }) };
}

const model = { folder: '/models/run-1', sha256: 'a'.repeat(64) };

describe('inProduction', () => {
  it('is none before the first promotion and after the last was taken back, and the run of the one in effect between', async () => {
    const { integrator } = openWorld();
    expect(await integrator.inProduction()).toEqual({ state: 'none' });
    const first = await integrator.promoteToProduction(sampleRequest({ model }));
    expect(await integrator.inProduction()).toMatchObject({
      state: 'promoted',
      runId: 'run-1',
      promotionId: first.promotionId,
      model,
      config: { run_id: 'run-1' },
    });
    const second = await integrator.promoteToProduction(sampleRequest({ runId: 'run-2' }));
    expect(await integrator.inProduction()).toMatchObject({ state: 'promoted', runId: 'run-2', model: undefined });
    await integrator.rollback(second.promotionId);
    expect(await integrator.inProduction()).toMatchObject({ state: 'promoted', runId: 'run-1' });
    await integrator.rollback(first.promotionId);
    expect(await integrator.inProduction()).toEqual({ state: 'none' });
  });

  it('is unknown with a config that no promotion in effect wrote, and names the run the config names', async () => {
    const { production, integrator } = openWorld();
    await production.objects.put(configKey, encode('anything: else\n'));
    expect(await integrator.inProduction()).toEqual({
      state: 'unknown',
      reason: `memory://${configKey} is there, but no promotion in effect wrote it`,
    });
    const other = openWorld();
    await other.integrator.promoteToProduction(sampleRequest({ runId: 'run-7' }));
    await production.objects.put(configKey, (await other.production.objects.get(configKey))!.body);
    expect(await integrator.inProduction()).toMatchObject({ state: 'unknown', runId: 'run-7' });
  });

  it('is unknown where the config was changed or removed since, or another promotion is named in it', async () => {
    const { production, integrator } = openWorld();
    const { promotionId } = await integrator.promoteToProduction(sampleRequest());
    const body = (await production.objects.get(configKey))!.body;
    await production.objects.put(configKey, encode(`${new TextDecoder().decode(body)}# note\n`));
    expect(await integrator.inProduction()).toMatchObject({ state: 'unknown', promotionId, runId: 'run-1' });
    await production.objects.delete(configKey);
    expect(await integrator.inProduction()).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('is gone') as unknown,
    });
    await production.objects.put(configKey, body);
    // the parameters of another run under the config of this one: two models
    await integrator.writeHyperparametersToParameterStore(sampleRequest({ runId: 'run-2' }));
    expect(await integrator.inProduction()).toMatchObject({ state: 'unknown', runId: 'run-2' });
  });

  it('is unknown while a promotion is unfinished, wherever it stopped', async () => {
    const reference = openWorld();
    const watched = watchPorts(reference.production);
    await new ProductionIntegrator(watched).promoteToProduction(sampleRequest());
    const states = new Set<string>();
    for (const { number } of watched.calls) {
      const { production, integrator } = openWorld();
      const dying = new ProductionIntegrator(dyingPorts(production, number, 'after'));
      await dying.promoteToProduction(sampleRequest()).catch(() => {});
      const journals = await integrator.listPromotions();
      const found = await integrator.inProduction();
      states.add(found.state);
      const expected = journals.length === 0 ? 'none' : journals[0]!.state === 'DONE' ? 'promoted' : 'unknown';
      expect(found.state, `call ${number}`).toBe(expected);
    }
    expect([...states].sort()).toEqual(['none', 'promoted', 'unknown']);
  });
});
