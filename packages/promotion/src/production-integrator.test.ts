import { ConflictError, createManualClock, InterruptedError, InvalidArgumentError, OutsideError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type {
  ParameterRule,
  ProductionConfig,
  ProductionPlace,
  PromotionEvent,
  PromotionEventSink,
  PromotionRequest,
} from './index.ts';
import { parseHyperparameter, ProductionIntegrator, readProductionConfig } from './index.ts';
import type { PortCall, ProductionPorts } from './testing/index.ts';
import { createInMemoryProduction, sampleRequest, watchPorts } from './testing/index.ts';

const prefix = '/fraud-detection/hyperparameters';
const text = (body: Uint8Array | undefined): string => new TextDecoder().decode(body);

function setUp(): {
  production: ReturnType<typeof createInMemoryProduction>;
  events: PromotionEvent[];
  integrator: ProductionIntegrator;
  calls: ReturnType<typeof watchPorts>['calls'];
} {
  const production = createInMemoryProduction();
  const events: PromotionEvent[] = [];
  const watched = watchPorts(production);
  const integrator = new ProductionIntegrator({
    ...watched,
    events: {
      record: async (event) => {
        if (!events.some((known) => known.eventId === event.eventId)) events.push(event);
      },
    },
    clock: createManualClock(Date.UTC(2026, 10, 21, 9, 30)),
    sleep: async () => {},
  });
  return { production, events, integrator, calls: watched.calls };
}

/** The ports of a process that is cut off after a call: nothing but the lock can be changed any more, so that its work stays unfinished. */
function cutOff(ports: ProductionPorts, after: (call: PortCall) => boolean): ProductionPorts {
  let isOff = false;
  const lost = (): never => {
    throw new OutsideError('NETWORK', 'nothing can be reached', { retryable: true });
  };
  return watchPorts(ports, {
    before: (call) => {
      if (isOff && call.subject !== 'locks/promotion.json') lost();
    },
    after: (call) => {
      if (!isOff && after(call)) {
        isOff = true;
        lost();
      }
    },
  });
}

const firstWrite = (call: PortCall): boolean => call.port === 'parameters' && call.changes;

const schema: readonly ParameterRule[] = [
  { name: 'eta', type: 'float', low: 0, high: 1, lowExclusive: true, required: true },
  { name: 'num_round', type: 'int', low: 1, high: 10_000, required: true },
  { name: 'max_depth', type: 'int', low: 1, high: 64 },
  { name: 'subsample', type: 'float', low: 0, high: 1, lowExclusive: true },
  { name: 'grow_policy', type: 'categorical', choices: ['depthwise', 'lossguide'] },
  { name: 'validate', type: 'boolean' },
];

const unit = fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true });
const hyperparameters = fc.record(
  {
    eta: unit,
    num_round: fc.integer({ min: 1, max: 10_000 }),
    max_depth: fc.integer({ min: 1, max: 64 }),
    subsample: unit,
    grow_policy: fc.constantFrom('depthwise', 'lossguide'),
    validate: fc.boolean(),
  },
  { requiredKeys: ['eta', 'num_round'] },
);
const request: fc.Arbitrary<PromotionRequest> = fc
  .record({
    hyperparameters,
    runId: fc.stringMatching(/^run-[a-z0-9]{6}$/),
    experiment: fc.string({ minLength: 1, maxLength: 60 }).filter((name) => name.trim() !== ''),
    approvedBy: fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== ''),
    metrics: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,11}$/), fc.double(), { minKeys: 1, maxKeys: 5 }),
    trigger: fc.boolean(),
  })
  .map((change) => sampleRequest({ ...change, parameterSchema: schema }));

describe('ProductionIntegrator properties', () => {
  it('1 writes every hyperparameter below the prefix and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (request) => {
        const { production, integrator } = setUp();
        await integrator.promoteToProduction(request);
        const names = (await production.parameters.list('')).map((parameter) => parameter.name);
        expect(names).toEqual(
          Object.keys(request.hyperparameters)
            .map((name) => `${prefix}/${name}`)
            .sort(),
        );
      }),
    );
  });

  it('2 accepts a set exactly when every rule holds, and names every offender', async () => {
    const wrong = fc.subarray(
      [
        ['eta', 1.5],
        ['num_round', 2.5],
        ['max_depth', 0],
        ['subsample', 'half'],
        ['grow_policy', 'sideways'],
        ['validate', 'maybe'],
        ['max_dept', 3],
      ] as const,
      { minLength: 0 },
    );
    const missing = fc.subarray(['eta', 'num_round'] as const, { minLength: 0 });
    await fc.assert(
      fc.asyncProperty(hyperparameters, wrong, missing, async (good, mistakes, absent) => {
        const { integrator } = setUp();
        const set: Record<string, string | number | boolean> = { ...good, ...Object.fromEntries(mistakes) };
        for (const name of absent) delete set[name];
        const bad = [
          ...mistakes.filter(([name]) => !absent.some((gone) => gone === name)),
          ...absent.map((name) => [name]),
        ];
        const check = (): void => integrator.validateHyperparameters('xgboost', set, schema);
        if (bad.length === 0) return check();
        try {
          check();
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
          const found = (error as InvalidArgumentError).details['problems'] as readonly { parameter: string }[];
          expect(found.map((problem) => problem.parameter).sort()).toEqual(bad.map(([name]) => name).sort());
          return;
        }
        expect.unreachable('must refuse');
      }),
    );
  });

  it('3 has a verified backup of all old values before the first write', async () => {
    const old = fc.dictionary(fc.constantFrom('eta', 'num_round', 'other', 'max_depth'), fc.string({ minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(request, old, async (request, old) => {
        const { production, integrator, calls } = setUp();
        for (const [name, value] of Object.entries(old)) {
          await production.parameters.put({ name: `${prefix}/${name}`, value, type: 'String', expectedVersion: 0 });
        }
        const report = await integrator.promoteToProduction(request);
        const key = `backups/${report.promotionId}.json`;
        const backup = JSON.parse(text((await production.objects.get(key))?.body)) as {
          parameters: { name: string; value: string }[];
        };
        const saved = Object.fromEntries(
          backup.parameters.map(({ name, value }) => [name.slice(prefix.length + 1), value]),
        );
        expect(saved).toEqual(old);
        const backedUp = calls.findIndex((call) => call.method === 'put' && call.subject === key);
        const firstWrite = calls.findIndex((call) => call.port === 'parameters' && call.changes);
        if (firstWrite >= 0) expect(backedUp).toBeLessThan(firstWrite);
      }),
    );
  });

  it('4 logs one event with the whole promotion', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (request) => {
        const { events, integrator } = setUp();
        const report = await integrator.promoteToProduction(request);
        expect(events).toHaveLength(1);
        expect(events[0]).toMatchObject({
          type: 'promoted',
          promotionId: report.promotionId,
          runId: request.runId,
          experiment: request.experiment,
          approvedBy: request.approvedBy,
          hyperparameters: request.hyperparameters,
        });
      }),
    );
  });

  // a config of ours, one that somebody else wrote, or none
  const earlier = fc.oneof(fc.constant(null), request, fc.string({ minLength: 1 }));

  it('5, 6, 7 and 8 write a complete YAML config at its place, with an equal copy in the archive', async () => {
    await fc.assert(
      fc.asyncProperty(request, earlier, async (request, earlier) => {
        const { production, integrator } = setUp();
        const key = 'production-model-config.yaml';
        if (typeof earlier === 'string') await production.objects.put(key, new TextEncoder().encode(earlier));
        else if (earlier !== null) await integrator.promoteToProduction(earlier);
        const before = await production.objects.get('production-model-config.yaml');
        const report = await integrator.promoteToProduction(request);
        if (before !== undefined) {
          const kept = await Promise.all(
            (await production.objects.list('archive/')).map((key) => production.objects.get(key)),
          );
          expect(kept.map((object) => text(object?.body))).toContain(text(before.body));
        }
        const yaml = text((await production.objects.get('production-model-config.yaml'))?.body);
        const config: ProductionConfig = readProductionConfig(yaml);
        expect(config).toMatchObject({
          algorithm: request.algorithm,
          hyperparameters: request.hyperparameters,
          tested_date: request.testedDate,
          approved_by: request.approvedBy,
          promotion_id: report.promotionId,
        });
        for (const [name, value] of Object.entries(request.metrics)) {
          expect(config.performance[name]).toBe(Number.isFinite(value) ? value : null);
        }
        expect(report.archiveKey).toMatch(/^archive\/production-model-config-20261121T093000Z-[0-9a-f]{8}\.yaml$/);
        expect(text((await production.objects.get(report.archiveKey))?.body)).toBe(yaml);
      }),
    );
  });

  it('9 and 10 start the pipeline with the experiment id and give its ARN, or do neither', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (request) => {
        const { production, integrator } = setUp();
        const report = await integrator.promoteToProduction(request);
        const executions = [...production.pipeline.executions.values()];
        expect(executions.map((execution) => execution.executionArn)).toEqual(
          request.trigger ? [report.executionArn] : [],
        );
        for (const execution of executions) {
          expect(execution.name).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
          expect(JSON.parse(execution.input)).toMatchObject({
            experiment_id: request.experiment,
            run_id: request.runId,
            promotion_id: report.promotionId,
          });
          expect(await integrator.checkPipelineStatus(execution.executionArn)).toEqual(execution);
        }
      }),
    );
  });

  it('23 reads every hyperparameter back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (request) => {
        const { production, integrator } = setUp();
        await integrator.promoteToProduction(request);
        const rules = new Map(schema.map((rule) => [rule.name, rule]));
        const stored = await production.parameters.list(prefix);
        const back = Object.fromEntries(
          stored.map(({ name, value }) => {
            const short = name.slice(prefix.length + 1);
            return [short, parseHyperparameter(value, rules.get(short))];
          }),
        );
        expect(back).toEqual(request.hyperparameters);
      }),
    );
  });

  it('puts everything back on rollback, whatever was there', async () => {
    const old = fc.dictionary(
      fc.constantFrom('eta', 'num_round', 'other', 'max_depth', 'subsample'),
      fc.string({ minLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(request, old, fc.boolean(), async (request, old, prune) => {
        const { production, integrator } = setUp();
        for (const [name, value] of Object.entries(old)) {
          await production.parameters.put({ name: `${prefix}/${name}`, value, type: 'String', expectedVersion: 0 });
        }
        const values = async (): Promise<Record<string, string>> =>
          Object.fromEntries((await production.parameters.list(prefix)).map(({ name, value }) => [name, value]));
        const before = await values();
        await integrator.promoteToProduction({ ...request, prune });
        const names = Object.keys(await values()).length;
        if (prune) expect(names).toBe(Object.keys(request.hyperparameters).length);
        const report = await integrator.rollback();
        expect(report.complete).toBe(true);
        expect(await values()).toEqual(before);
        expect(await production.objects.get('production-model-config.yaml')).toBeUndefined();
        expect((await integrator.verifyHistory()).problems).toEqual([]);
      }),
    );
  });

  it('changes nothing in a dry run, which says exactly what the promotion then does', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (request) => {
        const { production, integrator, calls } = setUp();
        await integrator.promoteToProduction(sampleRequest());
        const from = calls.length;
        const plan = await integrator.plan(request);
        expect(calls.slice(from).filter((call) => call.changes)).toEqual([]);
        const report = await integrator.promoteToProduction(request);
        expect(report.promotionId).toBe(plan.promotionId);
        expect(text((await production.objects.get(plan.config.key))?.body)).toBe(plan.config.after);
        expect(plan.config.archiveKey).toBe(report.archiveKey);
        const execution = production.pipeline.executions.get(plan.execution?.name ?? '');
        expect(execution?.input).toBe(plan.execution?.input);
        const changed = plan.parameters.filter((change) => ['create', 'update'].includes(change.action));
        expect(report.written).toEqual([...changed.map((change) => change.name), 'production-model-config.yaml']);
      }),
    );
  });
});

describe('ProductionIntegrator', () => {
  it('refuses a failed gate as an outcome and touches nothing', async () => {
    const { integrator, calls } = setUp();
    const evaluation = {
      decision: 'refused' as const,
      gates: [{ gate: 'accuracy > majority_rate', passed: false, reason: '0.998 is not above 0.998' }],
    };
    const report = await integrator.promoteToProduction(sampleRequest({ evaluation }));
    expect(report.decision).toBe('refused');
    expect(report.reasons).toEqual(['accuracy > majority_rate: 0.998 is not above 0.998']);
    expect(calls).toEqual([]);
  });

  it('asks the model registry where a version is named, and records its full name', async () => {
    const production = createInMemoryProduction();
    const watched = watchPorts(production);
    let approved = false;
    const events: PromotionEvent[] = [];
    const integrator = new ProductionIntegrator({
      ...watched,
      events: { record: async (event) => void events.push(event) },
      registry: {
        describeVersion: async (version) => ({
          id: `registry/${version}`,
          approved,
          status: approved ? 'Approved' : 'Rejected',
        }),
      },
    });
    const request = sampleRequest({ registryVersion: 'fraud/3' });
    const reasons = ['model registry: registry/fraud/3 must be approved, got Rejected'];
    expect(await integrator.plan(request)).toMatchObject({ decision: 'refused', reasons });
    expect(await integrator.promoteToProduction(request)).toMatchObject({ decision: 'refused', reasons });
    expect(watched.calls.filter((call) => call.changes)).toEqual([]);
    approved = true;
    const { promotionId } = await integrator.promoteToProduction(request);
    expect(await integrator.showPromotion(promotionId)).toMatchObject({
      request: { registryVersion: 'registry/fraud/3' },
    });
    const yaml = text((await production.objects.get('production-model-config.yaml'))?.body);
    expect(readProductionConfig(yaml).registry_version).toBe('registry/fraud/3');
    expect(text((await production.objects.get('history/00000001.json'))?.body)).toContain('registry/fraud/3');
    expect((await integrator.verifyHistory()).problems).toEqual([]);
    expect(events[0]?.registryVersion).toBe('registry/fraud/3');
    const without = new ProductionIntegrator(production).promoteToProduction(request);
    await expect(without).rejects.toMatchObject({ code: 'NO_REGISTRY', kind: 'invalid', details: { step: 'gate' } });
  });

  it('asks for an approver', async () => {
    const { integrator, calls } = setUp();
    await expect(integrator.promoteToProduction(sampleRequest({ approvedBy: ' ' }))).rejects.toMatchObject({
      code: 'APPROVER_MISSING',
      kind: 'invalid',
    });
    expect(calls).toEqual([]);
  });

  it('is taken back between two changes when it is interrupted, and ends when the pipeline is started', async () => {
    const reference = watchPorts(createInMemoryProduction());
    await new ProductionIntegrator(reference).promoteToProduction(sampleRequest());
    const start = reference.calls.findIndex((call) => call.method === 'start') + 1;
    const outcomes = new Set<string>();
    for (const { number } of reference.calls) {
      const production = createInMemoryProduction();
      const stop = new AbortController();
      const ports = watchPorts(production, {
        before: (call) => {
          if (call.number === number) stop.abort();
        },
      });
      const integrator = new ProductionIntegrator(ports);
      const outcome: unknown = await integrator
        .promoteToProduction(sampleRequest(), { signal: stop.signal })
        .catch((error: unknown) => error);
      const promotions = await integrator.listPromotions();
      if (outcome instanceof InterruptedError) {
        expect(number, 'interrupted too late').toBeLessThan(start);
        expect(await production.parameters.list(prefix)).toEqual([]);
        expect(await integrator.inProduction()).toEqual({ state: 'none' });
        expect(production.pipeline.executions.size).toBe(0);
        expect(promotions.every(({ state }) => state === 'UNDONE')).toBe(true);
        const state = promotions.length === 0 ? 'nothing-changed' : 'undone';
        expect(outcome.details).toMatchObject({ state, next: 'promoteToProduction of run "run-1"' });
        expect(outcome.hint).toContain('(the same again)');
        outcomes.add(state);
      } else {
        expect(outcome).toMatchObject({ decision: 'promoted' });
        expect(number).toBeGreaterThanOrEqual(start - 1);
        expect(promotions).toMatchObject([{ state: 'DONE' }]);
        outcomes.add('done');
      }
      expect(await production.objects.get('locks/promotion.json')).toBeUndefined();
      expect((await integrator.verifyHistory()).problems).toEqual([]);
    }
    expect([...outcomes].sort()).toEqual(['done', 'nothing-changed', 'undone']);
  });

  it('takes a rollback, and what is resumed, to its end when it is interrupted after its journal is written', async () => {
    for (const resumes of [false, true]) {
      const production = createInMemoryProduction();
      const plain = new ProductionIntegrator(production);
      await plain.promoteToProduction(sampleRequest());
      const rollback = (ports: ProductionPorts, signal: AbortSignal): Promise<unknown> => {
        const integrator = new ProductionIntegrator(ports);
        return resumes ? integrator.resume('latest', { signal }) : integrator.rollback(undefined, { signal });
      };
      if (resumes) await new ProductionIntegrator(cutOff(production, firstWrite)).rollback().catch(() => {});
      const early = AbortSignal.abort();
      await expect(rollback(production, early)).rejects.toBeInstanceOf(InterruptedError);
      const stop = new AbortController();
      const stopping = watchPorts(production, {
        after: (call) => {
          if (firstWrite(call)) stop.abort();
        },
      });
      await rollback(stopping, stop.signal);
      expect(stop.signal.aborted).toBe(true);
      expect(await production.parameters.list(prefix)).toEqual([]);
      expect(await plain.showPromotion('latest')).toMatchObject({ kind: 'rollback', state: 'DONE' });
    }
  });

  it('takes back the promotion whose undoing was cut off, and not the one before it', async () => {
    const { production } = setUp();
    const integrator = new ProductionIntegrator(production);
    await integrator.promoteToProduction(sampleRequest({ hyperparameters: { eta: 0.1, num_round: 10 } }));
    const next = sampleRequest({ hyperparameters: { eta: 0.2, num_round: 20 } });
    let writes = 0;
    const cut = cutOff(production, (call) => firstWrite(call) && ++writes === 2);
    const second = new ProductionIntegrator(cut).promoteToProduction(next);
    await expect(second).rejects.toMatchObject({ details: { state: 'unfinished' } });
    const { id } = await integrator.showPromotion('latest');
    const { body, etag } = (await production.objects.get(`promotions/${id}.json`))!;
    const undoing = text(body).replace('"state": "APPLYING"', '"state": "UNDOING"');
    await production.objects.put(`promotions/${id}.json`, new TextEncoder().encode(undoing), { ifMatch: etag });
    expect((await production.parameters.get(`${prefix}/eta`))?.value).toBe('0.2');
    expect(await integrator.rollback()).toMatchObject({ promotionId: id, complete: true });
    expect((await production.parameters.get(`${prefix}/eta`))?.value).toBe('0.1');
    expect((await production.objects.get('production-model-config.yaml'))?.body).toBeDefined();
  });

  it('goes on after midnight with what the same request left unfinished, under its own date', async () => {
    const { production } = setUp();
    const integrator = new ProductionIntegrator(production);
    const cut = new ProductionIntegrator(cutOff(production, firstWrite));
    const before = cut.promoteToProduction(sampleRequest({ testedDate: '2026-11-20' }));
    await expect(before).rejects.toMatchObject({ details: { state: 'unfinished' } });
    const report = await integrator.promoteToProduction(sampleRequest({ testedDate: '2026-11-21' }));
    expect(report).toMatchObject({ decision: 'promoted', resumed: true });
    expect(report.recovered).toBeUndefined();
    expect(await integrator.listPromotions()).toHaveLength(1);
    const config = text((await production.objects.get('production-model-config.yaml'))?.body);
    expect(readProductionConfig(config).tested_date).toBe('2026-11-20');
  });

  it('starts the pipeline for an experiment or a promotion in effect, once, and for no other', async () => {
    const { integrator } = setUp();
    const first = await integrator.promoteToProduction(sampleRequest({ experiment: 'first', trigger: false }));
    const started = await integrator.triggerProductionPipeline('first');
    expect(JSON.parse(started.input)).toMatchObject({ experiment_id: 'first', promotion_id: first.promotionId });
    const again = await integrator.triggerProductionPipeline(first.promotionId);
    expect(again.executionArn).toBe(started.executionArn);
    const second = await integrator.promoteToProduction(sampleRequest({ experiment: 'second', trigger: true }));
    const other = { kind: 'conflict', code: 'NOT_IN_EFFECT', details: { inEffect: second.promotionId } };
    await expect(integrator.triggerProductionPipeline(first.promotionId)).rejects.toMatchObject(other);
    expect((await integrator.triggerProductionPipeline('second')).executionArn).toBe(second.executionArn);
    await expect(integrator.triggerProductionPipeline('first')).rejects.toMatchObject({ code: 'PROMOTION_NOT_FOUND' });
    await integrator.rollback(second.promotionId);
    await integrator.rollback(first.promotionId);
    const gone = { code: 'NOT_IN_EFFECT', details: { inEffect: null } };
    await expect(integrator.triggerProductionPipeline('1')).rejects.toMatchObject(gone);
  });

  it('takes no journal of a rollback that names no operation', async () => {
    const { production, integrator } = setUp();
    await integrator.promoteToProduction(sampleRequest());
    const { rollbackId } = await integrator.rollback();
    const key = `promotions/${rollbackId}.json`;
    const { body, etag } = (await production.objects.get(key))!;
    const journal = JSON.parse(text(body)) as Record<string, unknown>;
    let ifMatch = etag;
    for (const rollbackOf of [
      'x; touch y',
      '--force',
      'sweep-000001-00000000',
      'promotion-1-0',
      `${String(journal['rollbackOf'])}\n`,
    ]) {
      const damaged = new TextEncoder().encode(JSON.stringify({ ...journal, rollbackOf }));
      ifMatch = (await production.objects.put(key, damaged, { ifMatch })).etag;
      await expect(integrator.showPromotion(rollbackId)).rejects.toMatchObject({
        code: 'JOURNAL_DAMAGED',
        details: { fields: ['rollbackOf'] },
      });
    }
  });

  it('says which field of which journal is damaged, and changes nothing', async () => {
    const { production, integrator } = setUp();
    const { promotionId } = await integrator.promoteToProduction(sampleRequest());
    const key = `promotions/${promotionId}.json`;
    const { body, etag } = (await production.objects.get(key))!;
    const journal = JSON.parse(text(body)) as Record<string, unknown>;
    const damages: [string, string[]][] = [
      [JSON.stringify({ ...journal, state: 'BROKEN', mine: 1 }), ['state', 'mine']],
      [
        JSON.stringify({ ...journal, writes: [{}] }).replace('"writes":[{}]', '"writes":[{"name":7}]'),
        ['writes.0.name'],
      ],
      ['[]', []],
      ['{"version":', []],
      ['', []],
    ];
    let current = etag;
    for (const [damaged, fields] of damages) {
      const put = await production.objects.put(key, new TextEncoder().encode(damaged), { ifMatch: current });
      current = put.etag;
      const error: unknown = await integrator.showPromotion(promotionId).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ kind: 'outside', code: 'JOURNAL_DAMAGED' });
      const { message, details, hint } = error as OutsideError;
      expect(message).toContain(production.objects.uri(key));
      expect(details['fields']).toEqual(expect.arrayContaining(fields));
      for (const field of fields) expect(message).toContain(field);
      expect(message).not.toMatch(/Invalid|expected|received/);
      expect(hint).toContain('Put the original back');
    }
    await expect(integrator.listPromotions()).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
    const before = await production.parameters.list('');
    await expect(integrator.promoteToProduction(sampleRequest())).rejects.toMatchObject({
      kind: 'outside',
      code: 'JOURNAL_DAMAGED',
      details: { state: 'nothing-changed' },
    });
    expect(await production.parameters.list('')).toEqual(before);
    expect((await integrator.verifyHistory()).problems).toContainEqual({ key, problem: 'the journal cannot be read' });
  });

  it('lists the healthy journals beside a damaged one, and names that', async () => {
    const { production, integrator } = setUp();
    const first = await integrator.promoteToProduction(sampleRequest({ experiment: 'first' }));
    const second = await integrator.promoteToProduction(sampleRequest({ experiment: 'second' }));
    const key = `promotions/${first.promotionId}.json`;
    const { etag } = (await production.objects.get(key))!;
    await production.objects.put(key, new TextEncoder().encode('{'), { ifMatch: etag });
    const onDamaged = vi.fn<(id: string, error: OutsideError) => void>();
    const listed = await integrator.listPromotions({ onDamaged });
    expect(listed.map(({ promotionId }) => promotionId)).toEqual([second.promotionId]);
    expect(onDamaged).toHaveBeenCalledExactlyOnceWith(
      first.promotionId,
      expect.objectContaining({ details: { uri: production.objects.uri(key), fields: [] } }),
    );
  });

  it('stays promoted when the tracker fails, says so, and logs the event on resume', async () => {
    const production = createInMemoryProduction();
    const record = vi
      .fn<PromotionEventSink['record']>()
      .mockRejectedValueOnce(new OutsideError('DISK_FULL', 'no space'));
    const integrator = new ProductionIntegrator({ ...production, events: { record } });
    const report = await integrator.promoteToProduction(sampleRequest());
    expect(report.decision).toBe('promoted');
    expect(report.steps.find((step) => step.step === 'event')).toMatchObject({ status: 'failed' });
    await integrator.resume();
    await integrator.resume();
    expect(record.mock.calls.map(([event]) => event.eventId)).toEqual([
      `${report.promotionId}/promoted`,
      `${report.promotionId}/promoted`,
    ]);
  });

  it('leaves what others changed since, unless forced', async () => {
    const { production, integrator } = setUp();
    await integrator.promoteToProduction(sampleRequest());
    const name = `${prefix}/eta`;
    await production.parameters.put({ name, value: '0.7', type: 'String', expectedVersion: 1 });
    const report = await integrator.rollback();
    expect(report.complete).toBe(false);
    expect(report.leftAlone).toEqual([name]);
    expect((await production.parameters.list(prefix)).map((parameter) => parameter.value)).toEqual(['0.7']);
    const forced = await integrator.rollback(report.promotionId, { force: true });
    expect(forced.complete).toBe(true);
    expect(await production.parameters.list(prefix)).toEqual([]);
  });

  it('stops and undoes when another writer comes between', async () => {
    const production = createInMemoryProduction();
    const name = `${prefix}/max_depth`;
    let meddled = false;
    const ports = watchPorts(production, {
      after: async (call) => {
        if (meddled || call.method !== 'put' || call.subject !== `${prefix}/eta`) return;
        meddled = true;
        await production.parameters.put({ name, value: '9', type: 'String', expectedVersion: 0 });
      },
    });
    const integrator = new ProductionIntegrator({ ...ports, sleep: async () => {} });
    const failure = await integrator.promoteToProduction(sampleRequest()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConflictError);
    expect(failure).toMatchObject({
      code: 'PARAMETER_MOVED',
      details: { step: 'parameters', state: 'undone', restored: [`${prefix}/eta`] },
    });
    expect((await production.parameters.list(prefix)).map(({ name, value }) => [name, value])).toEqual([[name, '9']]);
  });

  it('lets a second promoter lose with LOCK_HELD, having changed nothing', async () => {
    const production = createInMemoryProduction();
    let second: unknown;
    const ports = watchPorts(production, {
      after: async (call) => {
        if (second !== undefined || call.method !== 'put' || call.port !== 'parameters') return;
        const other = watchPorts(production);
        second = await new ProductionIntegrator({ ...other })
          .promoteToProduction(sampleRequest({ runId: 'run-2' }))
          .catch((error: unknown) => error);
        expect(other.calls.filter((call) => call.changes)).toEqual([]);
      },
    });
    const report = await new ProductionIntegrator({ ...ports }).promoteToProduction(sampleRequest());
    expect(report.decision).toBe('promoted');
    expect(second).toMatchObject({ code: 'LOCK_HELD', kind: 'conflict', details: { state: 'nothing-changed' } });
  });

  it('never shows a secure value in journal, plan, report, event, history or error', async () => {
    const { production, events, integrator } = setUp();
    const secret = 's3cr3t-8f2k';
    for (const name of ['api_token', 'eta']) {
      await production.parameters.put({
        name: `${prefix}/${name}`,
        value: secret,
        type: 'SecureString',
        expectedVersion: 0,
      });
    }
    const plan = await integrator.plan(sampleRequest({ prune: true }));
    const report = await integrator.promoteToProduction(sampleRequest({ prune: true }));
    const rollback = await integrator.rollback();
    expect((await production.parameters.get(`${prefix}/api_token`))?.value).toBe(secret);
    expect((await production.parameters.get(`${prefix}/eta`))?.value).toBe(secret);
    const shown = JSON.stringify({ plan, report, rollback, events, list: await integrator.listPromotions() });
    expect(shown).not.toContain(secret);
    for (const [key, body] of production.objects.objects) {
      if (!key.startsWith('backups/')) expect(text(body)).not.toContain(secret);
    }
  });

  it('copies no secure parameter that it does not write, and puts those back that it does', async () => {
    const { production, integrator } = setUp();
    const secret = { value: 's3cr3t-8f2k', type: 'SecureString' as const, expectedVersion: 0 };
    for (const name of ['db/password', 'api_token', 'eta']) {
      await production.parameters.put({ ...secret, name: `${prefix}/${name}`, value: `s3cr3t of ${name}` });
    }
    await production.parameters.put({ name: `${prefix}/plain`, value: '1', type: 'String', expectedVersion: 0 });
    const backupOf = async (id: string): Promise<string> =>
      text((await production.objects.get(`backups/${id}.json`))?.body);
    const { promotionId } = await integrator.promoteToProduction(sampleRequest());
    const backup = await backupOf(promotionId);
    for (const kept of ['s3cr3t of eta', `${prefix}/plain`]) expect(backup).toContain(kept);
    expect(backup).not.toMatch(/db.password|api_token/);
    const { rollbackId } = await integrator.rollback();
    expect(await backupOf(rollbackId)).not.toMatch(/db.password|api_token/);
    const pruned = await integrator.promoteToProduction(sampleRequest({ prune: true }));
    expect(await backupOf(pruned.promotionId)).toContain('s3cr3t of db/password');
    await integrator.rollback();
    for (const name of ['db/password', 'api_token', 'eta']) {
      expect((await production.parameters.get(`${prefix}/${name}`))?.value).toBe(`s3cr3t of ${name}`);
    }
  });

  it('takes three promotions back one by one, each rollback ending in the state before its promotion', async () => {
    const { production, integrator } = setUp();
    const secure = { name: `${prefix}/num_round`, value: '7', type: 'SecureString' as const };
    await production.parameters.put({ ...secure, expectedVersion: 0 });
    const state = async (): Promise<unknown> => ({
      values: (await production.parameters.list(prefix)).map(({ name, value, type }) => [name, value, type]),
      config: text((await production.objects.get('production-model-config.yaml'))?.body),
    });
    const states: unknown[] = [];
    const ids: string[] = [];
    for (const eta of [0.1, 0.2, 0.1]) {
      states.push(await state());
      const { promotionId } = await integrator.promoteToProduction(
        sampleRequest({ runId: `run-${states.length}`, hyperparameters: { eta, num_round: eta * 100 } }),
      );
      ids.push(promotionId);
    }
    for (const [i, before] of [...states.entries()].toReversed()) {
      expect(await integrator.rollback(ids[i])).toMatchObject({ complete: true, leftAlone: [], inEffect: ids[i - 1] });
      expect(await state()).toEqual(before);
    }
  });

  it('rolls back below the prefix of the promotion, whatever prefix is given now', async () => {
    const { production, integrator } = setUp();
    await integrator.promoteToProduction(sampleRequest());
    const report = await new ProductionIntegrator({ ...production, prefix: '/other/place' }).rollback();
    expect(report.complete).toBe(true);
    expect(await production.parameters.list(prefix)).toEqual([]);
    expect(await production.objects.get('production-model-config.yaml')).toBeUndefined();
  });

  it('refuses to roll back, resume or settle in another region, and changes nothing', async () => {
    const production = createInMemoryProduction();
    const home = async (): Promise<ProductionPlace> => ({ account: '1', region: 'eu-central-1' });
    await new ProductionIntegrator({ ...cutOff(production, firstWrite), place: home })
      .promoteToProduction(sampleRequest())
      .catch(() => {});
    // the bucket is the same everywhere, the parameters are not
    const abroad = watchPorts({ ...createInMemoryProduction(), objects: production.objects });
    const elsewhere = new ProductionIntegrator({
      ...abroad,
      place: async () => ({ account: '1', region: 'us-east-1' }),
    });
    const refusal = { code: 'OTHER_PLACE', kind: 'invalid' };
    await expect(elsewhere.resume()).rejects.toMatchObject(refusal);
    await expect(elsewhere.promoteToProduction(sampleRequest({ runId: 'run-2' }))).rejects.toMatchObject(refusal);
    await expect(elsewhere.rollback()).rejects.toMatchObject(refusal);
    const back = new ProductionIntegrator({ ...production, place: home });
    expect((await back.resume()).place).toEqual({ account: '1', region: 'eu-central-1' });
    await expect(elsewhere.rollback()).rejects.toMatchObject(refusal);
    expect(abroad.calls.filter((call) => call.changes)).toEqual([]);
    expect((await back.rollback()).complete).toBe(true);
    expect(await production.parameters.list(prefix)).toEqual([]);
  });

  describe('a journal in a bucket that others can write to', () => {
    const home = async (): Promise<ProductionPlace> => ({ account: '1', region: 'eu-central-1' });
    const request = sampleRequest({ runId: 'run-2' });
    const machine = 'arn:aws:states:eu-central-1:1:stateMachine:own';
    const { placed, journalled } = {
      /** Production with a state machine, in one of several places. */
      placed: (production: ProductionPorts, own?: string): ProductionPorts & { readonly place: typeof home } => {
        const { pipeline } = production;
        const start = pipeline.start.bind(pipeline);
        const find = pipeline.find.bind(pipeline);
        const describe = pipeline.describe.bind(pipeline);
        return { ...production, place: home, pipeline: { start, find, describe, machine: own } };
      },
      /** A whole journal of another path of parameters and another state machine, as whoever knows the format can write one. */
      journalled: async (finished: boolean): Promise<ReturnType<typeof createInMemoryProduction>> => {
        const production = createInMemoryProduction();
        const ports = finished ? production : cutOff(production, firstWrite);
        const theirs = placed(ports, 'arn:aws:states:eu-central-1:1:stateMachine:evil');
        await new ProductionIntegrator({ ...theirs, prefix: '/payments' })
          .promoteToProduction(sampleRequest())
          .catch(() => {});
        return production;
      },
    };

    it.each(['prefix', 'machine', 'no machine'] as const)('does not say itself %s', async (which) => {
      const production = await journalled(false);
      const watched = watchPorts(production);
      const evil = 'arn:aws:states:eu-central-1:1:stateMachine:evil';
      const own = which === 'prefix' ? evil : which === 'machine' ? machine : undefined;
      const mine = new ProductionIntegrator({
        ...placed({ ...production, ...watched }, own),
        ...(which === 'prefix' ? {} : { prefix: '/payments' }),
      });
      const refusal = {
        code: 'OTHER_PLACE',
        message: expect.stringContaining(
          which === 'prefix' ? 'parameter prefix must be' : 'state machine must be',
        ) as unknown,
      };
      for (const attempt of [
        () => mine.resume(),
        () => mine.rollback(),
        () => mine.rollback(undefined, { force: true }),
        () => mine.promoteToProduction(request),
        () => mine.promoteToProduction(sampleRequest()),
        () => mine.writeHyperparametersToParameterStore(request),
        () => mine.writeConfigToS3(request),
      ])
        await expect(attempt()).rejects.toMatchObject(refusal);
      expect(watched.calls.filter((call) => call.changes)).toEqual([]);
      const trusted = new ProductionIntegrator({ ...placed(production, evil), prefix: '/payments' });
      expect(await trusted.resume()).toMatchObject({ state: 'DONE' });
    });

    it('is not taken back below a path that the settings do not say', async () => {
      const production = await journalled(true);
      const watched = watchPorts(production);
      const mine = new ProductionIntegrator(placed({ ...production, ...watched }));
      for (const force of [false, true]) {
        await expect(mine.rollback(undefined, { force })).rejects.toMatchObject({ code: 'OTHER_PLACE' });
        await expect(mine.rollbackParameterStore(undefined, { force })).rejects.toMatchObject({ code: 'OTHER_PLACE' });
      }
      expect(watched.calls.filter((call) => call.changes)).toEqual([]);
      const trusted = new ProductionIntegrator({ ...placed(production), prefix: '/payments' });
      expect((await trusted.rollback()).complete).toBe(true);
    });
  });

  it('does not take a promotion back when it cannot be known whether its pipeline runs', async () => {
    const production = createInMemoryProduction();
    const lost = watchPorts(production, {
      after: (call) => {
        if (call.method === 'start') throw new OutsideError('TIMEOUT', 'no answer', { retryable: true });
      },
    });
    await new ProductionIntegrator({ ...lost }).promoteToProduction(sampleRequest()).catch(() => {});
    const missing = async (): Promise<never> => {
      throw new InvalidArgumentError('state machine must be given', { code: 'STATE_MACHINE_MISSING' });
    };
    const pipeline = { start: missing, find: missing, describe: missing };
    const blind = new ProductionIntegrator({ ...production, pipeline });
    await expect(blind.resume()).rejects.toMatchObject({ kind: 'invalid', details: { state: 'unfinished' } });
    await expect(blind.promoteToProduction(sampleRequest({ runId: 'run-2' }))).rejects.toMatchObject({
      code: 'STATE_MACHINE_MISSING',
    });
    expect(await production.parameters.list(prefix)).toHaveLength(3);
    expect((await new ProductionIntegrator(production).resume()).state).toBe('DONE');
  });

  it('creates a pruned parameter again with its key and tier', async () => {
    const { production, integrator } = setUp();
    const token = {
      name: `${prefix}/api_token`,
      value: 's',
      type: 'SecureString' as const,
      keyId: 'k',
      tier: 'Advanced',
    };
    await production.parameters.put({ ...token, expectedVersion: 0 });
    await integrator.promoteToProduction(sampleRequest({ prune: true }));
    await integrator.rollback();
    expect(await production.parameters.get(token.name)).toMatchObject(token);
  });

  it('refuses to take back an older promotion under a newer one, unless forced', async () => {
    const { production, integrator, calls } = setUp();
    const first = await integrator.promoteToProduction(sampleRequest());
    const second = await integrator.promoteToProduction(sampleRequest({ runId: 'run-2' }));
    const from = calls.length;
    await expect(integrator.rollback(first.promotionId)).rejects.toMatchObject({
      code: 'NEWER_PROMOTION',
      kind: 'conflict',
      details: { newer: second.promotionId, state: 'nothing-changed' },
    });
    const changed = calls.slice(from).filter((call) => call.changes && !call.subject.startsWith('locks/'));
    expect(changed).toEqual([]);
    expect((await integrator.rollback(first.promotionId, { force: true })).complete).toBe(true);
    expect(await production.parameters.list(prefix)).toEqual([]);
  });

  it('aims at the same promotion again after a rollback in part, and after a rollback that was taken back', async () => {
    const { production, integrator } = setUp();
    await integrator.promoteToProduction(
      sampleRequest({ runId: 'run-0', hyperparameters: { eta: 0.3, num_round: 3 } }),
    );
    const { promotionId } = await integrator.promoteToProduction(sampleRequest());
    await production.parameters.put({ name: `${prefix}/eta`, value: '0.7', type: 'String', expectedVersion: 2 });
    expect(await integrator.rollback()).toMatchObject({ promotionId, complete: false });
    const whole = await integrator.rollback(undefined, { force: true });
    expect(whole).toMatchObject({ promotionId, complete: true });
    await integrator.rollback(whole.rollbackId);
    expect(await integrator.rollback(undefined, { force: true })).toMatchObject({ promotionId });
  });

  it('notices a history that cannot be followed before it changes anything', async () => {
    const { production, integrator, calls } = setUp();
    await integrator.promoteToProduction(sampleRequest());
    await production.objects.put('history/00000001.json', new TextEncoder().encode('torn'));
    const from = calls.length;
    await expect(integrator.promoteToProduction(sampleRequest({ runId: 'run-2' }))).rejects.toMatchObject({
      code: 'HISTORY_DAMAGED',
      details: { state: 'nothing-changed' },
    });
    const changed = calls.slice(from).filter((call) => call.changes && !call.subject.startsWith('locks/'));
    expect(changed).toEqual([]);
  });

  it('calls an empty id unknown, not ambiguous', async () => {
    const { integrator } = setUp();
    await integrator.promoteToProduction(sampleRequest());
    await integrator.promoteToProduction(sampleRequest({ runId: 'run-2' }));
    await expect(integrator.showPromotion('')).rejects.toThrow('id must be one of the journal, got ""');
  });

  it('does not send to resume what ended undone', async () => {
    const production = createInMemoryProduction();
    await new ProductionIntegrator(cutOff(production, firstWrite)).promoteToProduction(sampleRequest()).catch(() => {});
    await production.parameters.put({ name: `${prefix}/max_depth`, value: '9', type: 'String', expectedVersion: 0 });
    await expect(
      new ProductionIntegrator({
        ...production,
        describeCall: (of) => (of.call === 'promote' ? `run ${of.runId} once more` : of.call),
      }).resume(),
    ).rejects.toMatchObject({ details: { state: 'undone', next: 'run run-1 once more' } });
  });
});
