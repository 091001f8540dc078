import { createManualClock, OutsideError } from '@fraudx/core';
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

describe.each([
  ['with an id', '2'],
  ['without an id', undefined],
])('a rollback %s that dies at any of its calls, also after history and unlock', (_name, id) => {
  const promoted = async (): Promise<World> => {
    const world = await createWorld();
    await world.integrator().promoteToProduction(next);
    return world;
  };

  it('is once, however often it is run again', async () => {
    const whole = await promoted();
    const { calls, ...ports } = watchPorts(whole.production);
    await whole.integrator(ports).rollback(id);
    const target = await visible(whole);
    expect(target).not.toBe(after);
    for (const { number } of calls) {
      for (const phase of ['before', 'after'] as const) {
        const world = await promoted();
        await world
          .integrator(dyingPorts(world.production, number, phase))
          .rollback(id)
          .catch(() => {});
        for (let again = 0; again < 3; again++) {
          const report = await world.integrator().rollback(id);
          const where = `${number} ${phase} ${again}`;
          expect(report, where).toMatchObject({ complete: true, repeated: again > 0 || report.repeated });
          expect(report.promotionId, where).toMatch(/^promotion-000002/);
          expect(await visible(world), where).toBe(target);
          const rollbacks = (await world.integrator().listPromotions()).filter(({ kind }) => kind === 'rollback');
          expect(rollbacks, where).toMatchObject([{ state: 'DONE' }]);
        }
        expect(world.events.filter(({ type }) => type === 'rolled-back')).toHaveLength(1);
        await expectClean(world);
      }
    }
  });

  it('is once where the repeated command dies as well, at any of its calls', async () => {
    const whole = await promoted();
    await whole.integrator().rollback(id);
    const target = await visible(whole);
    const { calls, ...ports } = watchPorts(whole.production);
    await whole.integrator(ports).rollback(id);
    for (const { number } of calls) {
      const world = await promoted();
      await world.integrator().rollback(id);
      await world
        .integrator(dyingPorts(world.production, number, 'after'))
        .rollback(id)
        .catch(() => {});
      await world.integrator().rollback(id);
      expect(await visible(world), String(number)).toBe(target);
      await expectClean(world);
    }
  });
});

describe('a rollback that is meant to go further back', () => {
  it('needs the id of the promotion, and the report of the repeated one names it', async () => {
    const world = await createWorld();
    await world.integrator().promoteToProduction(next);
    await world.integrator().rollback();
    const again = await world.integrator().rollback();
    expect(again).toMatchObject({ repeated: true, inEffect: expect.stringMatching(/^promotion-000001/) as unknown });
    const further = await world.integrator().rollback(again.inEffect);
    expect(further).toMatchObject({ repeated: false, complete: true });
    expect(further.inEffect).toBeUndefined();
    expect(await world.integrator().inProduction()).toEqual({ state: 'none' });
    expect(await world.integrator().rollback()).toMatchObject({ repeated: true, promotionId: again.inEffect });
  });

  it('is a new one after a new promotion, and after a rollback of the rollback', async () => {
    const world = await createWorld();
    await world.integrator().promoteToProduction(next);
    const first = await world.integrator().rollback();
    await world.integrator().rollback(first.rollbackId);
    expect(await world.integrator().inProduction()).toMatchObject({ state: 'promoted', runId: next.runId });
    const second = await world.integrator().rollback();
    expect(second).toMatchObject({ repeated: false, promotionId: first.promotionId });
    await world.integrator().promoteToProduction(other);
    expect(await world.integrator().rollback()).toMatchObject({
      repeated: false,
      promotionId: expect.stringMatching(/^promotion-000006/) as unknown,
    });
  });

  it('changes only what that rollback left, where somebody changed production since', async () => {
    const world = await createWorld();
    await world.integrator().promoteToProduction(next);
    await world.integrator().rollback();
    const eta = await world.production.parameters.get(`${prefix}/eta`);
    await world.production.parameters.put({ ...eta!, value: '0.42', expectedVersion: eta!.version });
    expect(await world.integrator().rollback()).toMatchObject({
      repeated: false,
      complete: false,
      promotionId: expect.stringMatching(/^promotion-000002/) as unknown,
      leftAlone: [`${prefix}/eta`],
    });
    expect((await world.production.parameters.get(`${prefix}/eta`))?.value).toBe('0.42');
  });
});

describe('a rollback upon a damaged history', () => {
  it('is refused unless it is forced, whatever entry, head, journal or backup was changed', async () => {
    const world = await createWorld();
    await world.integrator().promoteToProduction(next);
    const { objects } = world.production.objects;
    const all = [...objects.keys()].filter((key) =>
      /^(history|backups\/promotion-000002|promotions\/promotion-000002)/.test(key),
    );
    expect(all).toHaveLength(5);
    const state = await visible(world);
    for (const key of all) {
      const kept = objects.get(key)!;
      const text = new TextDecoder().decode(kept);
      objects.set(
        key,
        new TextEncoder().encode(text.replaceAll(/run-[01]/g, 'run-9').replaceAll('"sequence":2', '"sequence":1')),
      );
      if (Buffer.compare(objects.get(key)!, kept) === 0) objects.set(key, new TextEncoder().encode(`${text} `));
      const changed = Buffer.compare(objects.get(key)!, kept) !== 0;
      const refused = await world
        .integrator()
        .rollback()
        .catch((error: unknown) => error);
      expect(changed).toBe(true);
      expect(refused, key).toMatchObject({ kind: 'outside', code: expect.stringMatching(/_DAMAGED$/) as unknown });
      expect(await visible(world)).toBe(state);
      objects.set(key, kept);
    }
    const second = 'history/00000002.json';
    objects.set(
      second,
      new TextEncoder().encode(new TextDecoder().decode(objects.get(second)).replace('run-1', 'run-9')),
    );
    await expect(world.integrator().rollback()).rejects.toMatchObject({ code: 'HISTORY_DAMAGED' });
    expect(await world.integrator().rollback(undefined, { force: true })).toMatchObject({ complete: true });
    expect(await visible(world)).not.toBe(state);
  });
});

describe('a lock that cannot be given back', () => {
  it('is reported, and hides nothing of the outcome', async () => {
    const world = await createWorld();
    const full = watchPorts(world.production, {
      before: (call) => {
        if (call.method === 'delete' && call.subject === 'locks/promotion.json') {
          throw new OutsideError('DISK_FULL', 'locks: disk must have room, got none');
        }
      },
    });
    const report = await world.integrator(full).promoteToProduction(next);
    expect(report).toMatchObject({ decision: 'promoted', lockLeft: 'locks: disk must have room, got none' });
    expect(report.steps.at(-1)).toMatchObject({ step: 'unlock', status: 'failed' });
    const rollback = await world.integrator(full).rollback();
    expect(rollback).toMatchObject({ complete: true, lockLeft: expect.stringContaining('no') as unknown });
    expect((await world.integrator().promoteToProduction(other)).lockLeft).toBeUndefined();
  });
});
