import { createManualClock } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import type { PromotionEvent } from './index.ts';
import { ProductionIntegrator } from './index.ts';
import type { ProductionPorts } from './testing/index.ts';
import { createInMemoryProduction, dyingPorts, sampleRequest, watchPorts } from './testing/index.ts';

const prefix = '/fraud-detection/hyperparameters';

interface World {
  readonly production: ReturnType<typeof createInMemoryProduction>;
  readonly events: PromotionEvent[];
  integrator(ports?: ProductionPorts): ProductionIntegrator;
}

/** Production with a set of parameters and a config from an earlier promotion, and some parameters of others. */
async function createWorld(): Promise<World> {
  const production = createInMemoryProduction();
  const events: PromotionEvent[] = [];
  const integrator = (ports: ProductionPorts = production): ProductionIntegrator =>
    new ProductionIntegrator({
      ...ports,
      events: {
        record: async (event) => {
          if (!events.some((known) => known.eventId === event.eventId)) events.push(event);
        },
      },
      clock: createManualClock(Date.UTC(2026, 10, 21)),
      sleep: async () => {},
      lock: { liveness: () => 'dead' },
    });
  await production.parameters.put({ name: `${prefix}/lambda`, value: '1', type: 'String', expectedVersion: 0 });
  await integrator().promoteToProduction(sampleRequest({ runId: 'run-0', trigger: false }));
  events.length = 0;
  return { production, events, integrator };
}

/** All that readers of production see. */
async function visible({ production }: World): Promise<string> {
  const config = await production.objects.get('production-model-config.yaml');
  const parameters = (await production.parameters.list(prefix)).map(({ name, value }) => [name, value]);
  const executions = [...production.pipeline.executions.keys()];
  return JSON.stringify({ parameters, config: new TextDecoder().decode(config?.body), executions });
}

const next = sampleRequest({
  hyperparameters: { eta: 0.3, num_round: 500, subsample: 0.5, max_depth: 6 },
  prune: true,
});
const other = sampleRequest({ runId: 'run-other', hyperparameters: { eta: 0.9, num_round: 7 } });

const reference = await createWorld();
const before = await visible(reference);
const watched = watchPorts(reference.production);
await reference.integrator(watched).promoteToProduction(next);
const after = await visible(reference);
const deaths = watched.calls.flatMap((call) => [
  { number: call.number, phase: 'before' as const },
  { number: call.number, phase: 'after' as const },
]);

async function crashed(death: (typeof deaths)[number]): Promise<World> {
  const world = await createWorld();
  const dying = dyingPorts(world.production, death.number, death.phase);
  await world
    .integrator(dying)
    .promoteToProduction(next)
    .catch(() => {});
  return world;
}

async function expectClean(world: World): Promise<void> {
  expect(await world.production.objects.get('locks/promotion.json')).toBeUndefined();
  expect((await world.integrator().verifyHistory()).problems).toEqual([]);
  const states = (await world.integrator().listPromotions()).map((promotion) => promotion.state);
  expect(states.filter((state) => state !== 'DONE' && state !== 'UNDONE')).toEqual([]);
}

describe(`a promotion that dies at any of its ${watched.calls.length} calls, before it or between call and answer`, () => {
  it('converges when it is run again, and is logged once', async () => {
    for (const death of deaths) {
      const world = await crashed(death);
      const report = await world.integrator().promoteToProduction(next);
      // after the last step the first one is complete, and running again makes a second, equal one with its own id
      if (report.promotionId.startsWith('promotion-000002')) {
        expect(await visible(world), JSON.stringify(death)).toBe(after);
        expect(world.events.map((event) => event.type)).toEqual(['promoted']);
      } else expect(await world.integrator().showPromotion('2')).toMatchObject({ state: 'DONE' });
      await expectClean(world);
    }
  });

  it('is taken back, or finished where the pipeline runs already, when another promotion comes', async () => {
    for (const death of deaths) {
      const world = await crashed(death);
      const started = world.production.pipeline.executions.size > 0;
      const report = await world.integrator().promoteToProduction(other);
      expect(report.decision).toBe('promoted');
      await world.integrator().rollback(report.promotionId);
      expect(
        await visible(world).then((text) => JSON.parse(text) as { parameters: unknown }),
        JSON.stringify(death),
      ).toMatchObject({
        parameters: (JSON.parse(started ? after : before) as { parameters: unknown }).parameters,
      });
      await expectClean(world);
    }
  });

  it('is completed by resume', async () => {
    for (const death of deaths) {
      const world = await crashed(death);
      const ids = (await world.integrator().listPromotions()).length;
      if (ids === 1) {
        expect(await visible(world), JSON.stringify(death)).toBe(before);
        continue;
      }
      const journal = await world.integrator().resume();
      expect(journal.state).toBe('DONE');
      expect(await visible(world), JSON.stringify(death)).toBe(after);
      expect(world.events).toHaveLength(1);
    }
  });

  it('is taken back by rollback, unless nothing had begun', async () => {
    for (const death of deaths) {
      const world = await crashed(death);
      if ((await world.integrator().listPromotions()).length === 1) continue;
      const report = await world
        .integrator()
        .rollback('2')
        .catch((error: unknown) => error);
      expect(report, JSON.stringify(death)).toMatchObject({ complete: true });
      const [now, then] = [await visible(world), before].map((text) => JSON.parse(text) as Record<string, unknown>);
      expect({ ...now, executions: [] }).toEqual({ ...then, executions: [] });
      await expectClean(world);
    }
  });
});

describe('a rollback that dies at any of its calls', () => {
  it('converges when it is run again', async () => {
    const promoted = async (): Promise<World> => {
      const world = await createWorld();
      await world.integrator().promoteToProduction(next);
      return world;
    };
    const whole = await promoted();
    const { calls, ...ports } = watchPorts(whole.production);
    await whole.integrator(ports).rollback('2');
    const target = await visible(whole);
    for (const { number } of calls) {
      for (const phase of ['before', 'after'] as const) {
        const world = await promoted();
        await world
          .integrator(dyingPorts(world.production, number, phase))
          .rollback('2')
          .catch(() => {});
        await world.integrator().rollback('2');
        expect(await visible(world), `${number} ${phase}`).toBe(target);
        await expectClean(world);
      }
    }
  });
});
