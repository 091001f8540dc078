import { ConflictError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductionIntegrator } from './index.ts';
import { createInMemoryProduction, InMemoryParameterStore, sampleRequest, watchPorts } from './testing/index.ts';

const prefix = '/fraud-detection/hyperparameters';
const eta = `${prefix}/eta`;

/** A store that cannot compare before it overwrites, as SSM. */
class LaxParameterStore extends InMemoryParameterStore {
  override async put(write: Parameters<InMemoryParameterStore['put']>[0]): Promise<{ version: number }> {
    const version = (await this.get(write.name))?.version ?? 0;
    return await super.put(write.expectedVersion === 0 ? write : { ...write, expectedVersion: version });
  }
}

type World = ReturnType<typeof createInMemoryProduction>;

async function createWorld(): Promise<World> {
  const production = { ...createInMemoryProduction(), parameters: new LaxParameterStore() };
  for (const [name, value] of Object.entries({ eta: '0.5', max_depth: '3', num_round: '9' })) {
    await production.parameters.put({ name: `${prefix}/${name}`, value, type: 'String', expectedVersion: 0 });
  }
  return production;
}

/** Promotes until the write of `name`, around which others write; the answer is lost, the process dead. */
async function dieAt(production: World, name: string, earlier: readonly string[], later: readonly string[]) {
  let dead = false;
  const others = async (values: readonly string[]): Promise<void> => {
    for (const value of values) {
      const expectedVersion = (await production.parameters.get(name))?.version ?? 0;
      await production.parameters.put({ name, value, type: 'String', expectedVersion });
    }
  };
  const ports = watchPorts(production, {
    before: async (call) => {
      if (dead) throw new Error('the process is dead');
      if (call.method === 'put' && call.subject === name) await others(earlier);
    },
    after: async (call) => {
      if (call.method === 'put' && call.subject === name) {
        await others(later);
        dead = true;
      }
      if (dead) throw new Error('the process is dead');
    },
  });
  const integrator = new ProductionIntegrator({ ...ports, sleep: async () => {} });
  await integrator.promoteToProduction(sampleRequest()).catch(() => {});
}

function after(production: World): ProductionIntegrator {
  return new ProductionIntegrator({ ...production, sleep: async () => {}, lock: { liveness: () => 'dead' } });
}

describe('a write whose answer was lost and that met writes of others', () => {
  it('is told from theirs by its value: resume keeps theirs, puts everything else back and names the parameter', async () => {
    const name = fc.constantFrom('eta', 'max_depth', 'num_round');
    const foreign = fc.array(fc.constantFrom('other-a', 'other-b'), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(name, foreign, foreign, fc.boolean(), async (short, earlier, later, rollback) => {
        const production = await createWorld();
        const full = `${prefix}/${short}`;
        await dieAt(production, full, earlier, later);
        const integrator = after(production);
        const values = async (): Promise<Record<string, string>> =>
          Object.fromEntries(
            (await production.parameters.list(prefix)).map((p) => [p.name.slice(prefix.length + 1), p.value]),
          );
        const before = { eta: '0.5', max_depth: '3', num_round: '9' };
        const theirs = later.at(-1) ?? earlier.at(-1);
        if (rollback) {
          await integrator.rollback('1');
          expect(await values()).toEqual({ ...before, ...(theirs === undefined ? {} : { [short]: theirs }) });
          return;
        }
        const outcome: unknown = await integrator.resume().catch((error: unknown) => error);
        if (theirs === undefined) {
          expect(outcome).toMatchObject({ state: 'DONE' });
          expect(await values()).toEqual({ eta: '0.1', max_depth: '6', num_round: '200' });
          return;
        }
        expect(outcome).toBeInstanceOf(ConflictError);
        expect((outcome as Error).message).toContain(`${full} must be at version 1, got version`);
        expect(outcome).toMatchObject({ code: 'PARAMETER_MOVED', details: { parameter: full, state: 'undone' } });
        expect(await values()).toEqual({ ...before, [short]: theirs });
        if (later.length > 0) expect(outcome).toMatchObject({ details: { leftAlone: [full] } });
        expect((await integrator.verifyHistory()).problems).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is left alone where somebody removed the parameter, or made it anew', async () => {
    for (const again of [false, true]) {
      const production = await createWorld();
      await dieAt(production, `${prefix}/eta`, [], ['0.7']);
      await production.parameters.delete(eta, 3);
      if (again) await production.parameters.put({ name: eta, value: '0.8', type: 'String', expectedVersion: 0 });
      await expect(after(production).resume()).rejects.toMatchObject({
        code: 'PARAMETER_MOVED',
        details: { state: 'undone', leftAlone: again ? [] : [eta] },
      });
      expect((await production.parameters.get(eta))?.value).toBe(again ? '0.8' : undefined);
    }
  });

  it('stops a resumed promotion that had noted it, and gives their value back', async () => {
    const production = await createWorld();
    let dead = false;
    const ports = watchPorts(production, {
      before: async (call) => {
        if (dead) throw new Error('the process is dead');
        if (call.method !== 'put' || call.subject !== eta) return;
        await production.parameters.put({ name: eta, value: '0.7', type: 'String', expectedVersion: 1 });
      },
      after: async (call) => {
        const { writes } = await after(production)
          .listPromotions()
          .then(async ([first]) =>
            first === undefined ? { writes: [] } : await after(production).showPromotion(first.promotionId),
          );
        // the journal has just been told the version that was too high
        if (call.port === 'objects' && writes.some((write) => write.newVersion === 3)) dead = true;
      },
    });
    await new ProductionIntegrator({ ...ports }).promoteToProduction(sampleRequest()).catch(() => {});
    expect((await after(production).showPromotion('1')).state).toBe('APPLYING');
    await expect(after(production).resume()).rejects.toMatchObject({ code: 'PARAMETER_MOVED' });
    expect((await production.parameters.get(eta))?.value).toBe('0.7');
  });

  it('gives back what somebody wrote while an undo wrote over it', async () => {
    const production = await createWorld();
    let meddled = false;
    const ports = watchPorts(production, {
      before: async (call) => {
        if (call.method === 'put' && call.subject === `${prefix}/max_depth`)
          throw new ConflictError('TEST', 'stop here');
        const version = (await production.parameters.get(eta))?.version;
        if (meddled || version !== 2 || call.method !== 'put' || call.subject !== eta) return;
        meddled = true;
        await production.parameters.put({ name: eta, value: '0.7', type: 'String', expectedVersion: 2 });
      },
    });
    const outcome = new ProductionIntegrator({ ...ports }).promoteToProduction(sampleRequest());
    await expect(outcome).rejects.toMatchObject({ details: { state: 'undone', leftAlone: [eta] } });
    expect((await production.parameters.get(eta))?.value).toBe('0.7');
  });
});
