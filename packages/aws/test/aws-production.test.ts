import { OutsideError } from '@fraudx/core';
import type { PromotionJournal } from '@fraudx/promotion';
import { ProductionIntegrator, readProductionConfig } from '@fraudx/promotion';
import {
  objectStoreContract,
  parameterStoreContract,
  pipelineRunnerContract,
  sampleRequest,
} from '@fraudx/promotion/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChildOptions } from '../../promotion/test/promote-child.ts';
import { promoteInChild } from '../../promotion/test/promote-in-child.ts';
import type { AwsCall, AwsProduction } from '../src/index.ts';
import { createPromoterPolicy, iamActions, openAwsProduction } from '../src/index.ts';
import type { Moto } from './moto-server.ts';
import { findMoto, motoEnvironment, startMoto } from './moto-server.ts';
import type { Place } from './open-place.ts';

const command = findMoto();
const module = new URL('open-place.ts', import.meta.url).href;

describe.skipIf(command === undefined)('production on an AWS emulator over HTTP (moto_server)', () => {
  let moto: Moto;
  let places = 0;

  beforeAll(async () => {
    moto = await startMoto(command!);
  });
  afterAll(async () => {
    await moto[Symbol.asyncDispose]();
  });

  async function open(onCall?: (call: AwsCall) => void): Promise<{
    production: AwsProduction;
    place: Place;
  }> {
    const name = `place-${++places}`;
    const place = {
      ...(await moto.createPlace(name)),
      prefix: `/${name}/hyperparameters`,
      endpointUrl: moto.endpointUrl,
    };
    const production = openAwsProduction({ ...place, writesPerSecond: Infinity, onCall });
    return { production, place };
  }

  it.each(parameterStoreContract)('parameters: $title', async ({ run }) => {
    const { production, place } = await open();
    await run(production.parameters, place.configBucket);
  });
  it.each(objectStoreContract)('objects: $title', async ({ run }) => {
    await run((await open()).production.objects, 'x');
  });
  it.each(pipelineRunnerContract)('pipeline: $title', async ({ run }) => {
    await run((await open()).production.pipeline, 'x');
  });

  it('keeps objects below a key prefix', async () => {
    const { place } = await open();
    const { objects } = openAwsProduction({ ...place, keyPrefix: '/team-a/' });
    await objects.put('locks/x.json', new TextEncoder().encode('{}'), { ifNoneMatch: '*' });
    expect(objects.uri('locks/x.json')).toBe(`s3://${place.configBucket}/team-a/locks/x.json`);
    expect(await objects.list('locks/')).toEqual(['locks/x.json']);
    expect(await openAwsProduction(place).objects.list('')).toEqual(['team-a/locks/x.json']);
  });

  it('promotes, shows the pipeline, rolls back, and needs no action that the policy lacks', async () => {
    const calls: AwsCall[] = [];
    const { production, place } = await open((call) => calls.push(call));
    const { prefix } = place;
    const integrator = new ProductionIntegrator({ ...production, prefix });
    await production.parameters.put({ name: `${prefix}/eta`, value: '0.5', type: 'SecureString', expectedVersion: 0 });
    const plan = await integrator.plan(sampleRequest());
    expect(plan.preflight.filter((check) => !check.ok)).toEqual([]);
    const kinds = new Set(calls.slice(1).map((call) => /^[A-Z][a-z]+/.exec(call.operation)?.[0]));
    expect(kinds).toEqual(new Set(['Describe', 'Get', 'List']));
    expect(plan.parameters.find((change) => change.name.endsWith('/eta'))).toMatchObject({ oldValue: '(secure)' });
    const report = await integrator.promoteToProduction(sampleRequest());
    expect(report.promotionId).toBe(plan.promotionId);
    const stored = await production.parameters.list(prefix);
    expect(stored.map(({ name, value, type }) => [name.slice(prefix.length + 1), value, type])).toEqual([
      ['eta', '0.1', 'SecureString'],
      ['max_depth', '6', 'String'],
      ['num_round', '200', 'String'],
    ]);
    const config = await production.objects.get('production-model-config.yaml');
    expect(readProductionConfig(new TextDecoder().decode(config?.body)).run_id).toBe('run-1');
    expect((await integrator.checkPipelineStatus(report.executionArn ?? '')).status).toBe('RUNNING');
    expect((await integrator.rollback()).complete).toBe(true);
    expect((await production.parameters.list(prefix)).map(({ value }) => value)).toEqual(['0.5']);
    expect((await integrator.verifyHistory()).problems).toEqual([]);
    // after a conflict it looks at the versions since
    await production.parameters.versions(`${prefix}/eta`, 1);

    const needed = new Set(calls.flatMap((call) => iamActions(call)));
    const policy = createPromoterPolicy({
      bucket: place.configBucket,
      parameterPrefix: prefix,
      stateMachineArn: place.stateMachineArn,
    });
    const granted = policy.Statement.flatMap((statement) => statement.Action);
    expect([...needed].sort()).toEqual([...new Set(granted)].sort());
  });

  it('promotes only a version that the model registry calls approved, and reads the registry only then', async () => {
    const calls: AwsCall[] = [];
    const { production, place } = await open((call) => calls.push(call));
    const integrator = new ProductionIntegrator({ ...production, prefix: place.prefix });
    const pending = await moto.registerModel('fraud-pending', 'PendingManualApproval');
    const refused = await integrator.promoteToProduction(sampleRequest({ registryVersion: pending }));
    expect(refused.reasons).toEqual([`model registry: ${pending} must be approved, got PendingManualApproval`]);
    const absent = integrator.promoteToProduction(sampleRequest({ registryVersion: `${pending}9` }));
    await expect(absent).rejects.toMatchObject({ code: 'REGISTRY_VERSION_NOT_FOUND', details: { step: 'gate' } });
    expect(await production.objects.list('')).toEqual([]);
    const registryVersion = await moto.registerModel('fraud', 'Approved');
    const { promotionId } = await integrator.promoteToProduction(sampleRequest({ registryVersion }));
    expect(await integrator.showPromotion(promotionId)).toMatchObject({ request: { registryVersion } });
    const input = { bucket: place.configBucket, parameterPrefix: place.prefix };
    const actions = (change: object): string[] =>
      createPromoterPolicy({ ...input, ...change }).Statement.flatMap((statement) => statement.Action);
    expect(calls.map((call) => call.operation)).toContain('DescribeModelPackage');
    expect(actions({ registryVersion })).toContain('sagemaker:DescribeModelPackage');
    expect(actions({}).filter((action) => action.startsWith('sagemaker'))).toEqual([]);
  });

  it('names what is missing before it changes anything', async () => {
    const { production, place } = await open();
    const attempt = (options: Partial<Parameters<typeof openAwsProduction>[0]>): Promise<unknown> => {
      const target = openAwsProduction({ ...place, ...options, maxAttempts: 1 });
      return new ProductionIntegrator({ ...target, prefix: place.prefix }).promoteToProduction(sampleRequest());
    };
    await expect(attempt({ configBucket: 'no-such-bucket' })).rejects.toThrow(/step 3 of 14.*NoSuchBucket/);
    const machine = place.stateMachineArn.replace(/[^:]+$/, 'no-such-machine');
    await expect(attempt({ stateMachineArn: machine })).rejects.toThrow(/no-such-machine.*StateMachineDoesNotExist/);
    await expect(attempt({ stateMachineArn: undefined })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(attempt({ endpointUrl: 'http://127.0.0.1:9' })).rejects.toThrow(/127\.0\.0\.1:9 must be reachable/);
    expect(await production.objects.list('')).toEqual([]);
  });

  it('ends well or says exactly how it stands, whatever call fails and however', async () => {
    const aws = (name: string, more: object = {}): Error =>
      Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 }, ...more });
    // the last element: how many calls in a row fail
    const failures = [
      ['AWS_ACCESS_DENIED', () => aws('AccessDeniedException'), 1],
      ['AWS_TOKEN_EXPIRED', () => aws('ExpiredTokenException'), Infinity],
      ['AWS_THROTTLED', () => aws('ThrottlingException'), 20],
      ['AWS_UNREACHABLE', () => aws('Error', { code: 'ECONNRESET' }), Infinity],
    ] as const;
    let total = 0;
    const counted = await open(() => total++);
    await new ProductionIntegrator({ ...counted.production, prefix: counted.place.prefix }).promoteToProduction(
      sampleRequest(),
    );
    const attempt = async (at: number): Promise<void> => {
      const [code, failure, length] = failures[at % failures.length]!;
      const { place } = await open();
      let calls = 0;
      using production = openAwsProduction({
        ...place,
        writesPerSecond: Infinity,
        waiting: { now: () => 0, sleep: async () => {} },
        onCall: () => {
          calls++;
          if (calls >= at && calls < at + length) throw failure();
        },
      });
      const integrator = new ProductionIntegrator({ ...production, prefix: place.prefix, sleep: async () => {} });
      const outcome: unknown = await integrator.promoteToProduction(sampleRequest()).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome, `${code} at call ${at}`).toBeInstanceOf(OutsideError);
        expect(outcome.message).toMatch(
          /step \d+ of 14 \(\w+\) failed: .*; (nothing was changed|everything written was put back|the work is unfinished)/,
        );
        expect((outcome as OutsideError).hint).toMatch(
          /Next: (promoteToProduction of run "run-1"|resume\("promotion-)/,
        );
      }
      using healthy = openAwsProduction({ ...place, writesPerSecond: Infinity });
      const after = new ProductionIntegrator({ ...healthy, prefix: place.prefix, lock: { liveness: () => 'dead' } });
      const state = outcome instanceof OutsideError ? outcome.details['state'] : 'done';
      const stored = (await healthy.parameters.list(place.prefix)).length;
      if (state === 'undone' || state === 'nothing-changed') expect(stored, `${code} at call ${at}`).toBe(0);
      if (state === 'done') expect(stored).toBe(3);
      const again = await after.promoteToProduction(sampleRequest());
      expect(again.decision).toBe('promoted');
      expect(await healthy.parameters.list(place.prefix)).toHaveLength(3);
      expect((await after.verifyHistory()).problems).toEqual([]);
    };
    // two at a time: one computes while the other waits for the emulator
    await Promise.all(
      [1, 2].map(async (first) => {
        for (let at = first; at <= total; at += 2) await attempt(at);
      }),
    );
  });

  const inChild = (options: Omit<ChildOptions, 'module'>): ReturnType<typeof promoteInChild> =>
    promoteInChild({ module, ...options }, motoEnvironment);

  it('converges after being killed at any change, before the call and between call and answer', async () => {
    const first = await open();
    const whole = await inChild({ place: first.place });
    expect(whole.code).toBe(0);
    const { changes } = JSON.parse(whole.out) as { changes: number };
    const values = async ({ production, place }: typeof first): Promise<unknown> =>
      (await production.parameters.list(place.prefix)).map(({ value, version }) => [value, version]);
    const expected = await values(first);
    // the process leaves nothing but what AWS has: to die after a change is to die before the next one
    const deaths: Pick<ChildOptions, 'kill' | 'phase'>[] = [
      { kill: 1, phase: 'before' },
      ...Array.from({ length: changes }, (_, i) => ({ kill: i + 1, phase: 'after' as const })),
    ];
    const workers = [0, 1].map(async (worker) => {
      for (const [i, death] of deaths.entries()) {
        if (i % 2 !== worker) continue;
        const here = await open();
        const killed = await inChild({ place: here.place, ...death });
        expect(killed.signal, JSON.stringify(death)).toBe('SIGKILL');
        const integrator = new ProductionIntegrator({ ...here.production, prefix: here.place.prefix });
        const report = await integrator.promoteToProduction(sampleRequest());
        expect(report.executionArn).toContain(here.place.configBucket);
        expect(await values(here), JSON.stringify(death)).toEqual(expected);
        expect((await integrator.verifyHistory()).problems).toEqual([]);
        expect(await here.production.objects.list('locks/')).toEqual([]);
      }
    });
    await Promise.all(workers);
  });

  it('tells a write whose answer was lost from those of others, keeps theirs and names the parameter', async () => {
    for (const [meddle, phase] of [
      ['before', 'after'],
      ['after', 'after'],
    ] as const) {
      for (const type of ['String', 'SecureString'] as const) {
        const { production, place } = await open();
        const names = ['eta', 'max_depth', 'num_round'].map((name) => `${place.prefix}/${name}`);
        for (const [i, name] of names.entries()) {
          await production.parameters.put({ name, value: `${i + 2}`, type, expectedVersion: 0 });
        }
        const name = names[1]!;
        const killed = await inChild({ place, kill: name, phase, meddle: { when: meddle, value: '17' } });
        expect(killed.signal).toBe('SIGKILL');
        expect((await production.parameters.get(name))?.version).toBe(3);
        const integrator = new ProductionIntegrator({ ...production, prefix: place.prefix });
        const outcome: unknown = await integrator.resume().catch((error: unknown) => error);
        expect(outcome).toMatchObject({
          code: 'PARAMETER_MOVED',
          kind: 'conflict',
          details: { parameter: name, state: 'undone', step: 'parameters' },
        });
        expect((await production.parameters.list(place.prefix)).map(({ value }) => value)).toEqual(['2', '17', '4']);
        expect(await integrator.showPromotion('1')).toMatchObject({ state: 'UNDONE' });
        expect((await integrator.verifyHistory()).problems).toEqual([]);
      }
    }
  });

  it('resumes with the state machine that the promotion was begun with, and refuses another', async () => {
    const { production, place } = await open();
    const here = { module, place, kill: `${place.prefix}/eta`, phase: 'after' } as const;
    expect((await promoteInChild(here, motoEnvironment)).signal).toBe('SIGKILL');
    const other = await moto.createPlace('another-place');
    const resume = (change: object): Promise<PromotionJournal> => {
      const target = openAwsProduction({ ...place, ...change, writesPerSecond: Infinity });
      return new ProductionIntegrator({ ...target, prefix: place.prefix, ...change }).resume();
    };
    const differences = (fact: string, begunWith: string, got: string): object => ({
      code: 'OTHER_PLACE',
      kind: 'invalid',
      details: { differences: [{ fact, begunWith, got }] },
    });
    const { stateMachineArn } = other;
    await expect(resume({ stateMachineArn })).rejects.toMatchObject(
      differences('state machine', place.stateMachineArn, stateMachineArn),
    );
    await expect(resume({ prefix: '/other' })).rejects.toMatchObject(
      differences('parameter prefix', place.prefix, '/other'),
    );
    await expect(resume({ region: 'us-east-1' })).rejects.toMatchObject(
      differences('region', 'eu-central-1', 'us-east-1'),
    );
    const endpointUrl = place.endpointUrl.replace('127.0.0.1', 'localhost');
    await expect(resume({ endpointUrl })).rejects.toMatchObject(
      differences('endpoint', place.endpointUrl, endpointUrl),
    );
    const { objects } = openAwsProduction({ ...place, ...other });
    const { promotionId } = (await new ProductionIntegrator(production).listPromotions())[0]!;
    const journal = await production.objects.get(`promotions/${promotionId}.json`);
    await objects.put(journal!.key, journal!.body);
    await expect(resume({ configBucket: other.configBucket })).rejects.toMatchObject(
      differences('bucket', place.configBucket, other.configBucket),
    );
    // the journal alone does not say which state machine is started, nor below which path parameters are written
    await expect(resume({ stateMachineArn: undefined })).rejects.toMatchObject(
      differences('state machine', place.stateMachineArn, 'none'),
    );
    await expect(resume({ prefix: undefined })).rejects.toMatchObject(
      differences('parameter prefix', place.prefix, '/fraud-detection/hyperparameters'),
    );
    const done = await resume({});
    expect(done).toMatchObject({ state: 'DONE', execution: { machine: place.stateMachineArn, status: 'started' } });
    expect(done.execution?.arn).toContain(`:execution:${place.configBucket}:`);
  });

  it('converges after a rollback was killed after any change', async () => {
    const prepared = async (): Promise<Awaited<ReturnType<typeof open>> & { integrator: ProductionIntegrator }> => {
      const here = await open();
      const name = `${here.place.prefix}/eta`;
      await here.production.parameters.put({ name, value: '0.5', type: 'String', expectedVersion: 0 });
      const integrator = new ProductionIntegrator({ ...here.production, prefix: here.place.prefix });
      await integrator.promoteToProduction(sampleRequest());
      return { ...here, integrator };
    };
    const whole = await inChild({ place: (await prepared()).place, rollback: true });
    const { changes } = JSON.parse(whole.out) as { changes: number };
    const workers = [0, 1].map(async (worker) => {
      for (let kill = 1 + worker; kill <= changes; kill += 2) {
        const here = await prepared();
        const killed = await inChild({ place: here.place, rollback: true, kill, phase: 'after' });
        expect(killed.signal).toBe('SIGKILL');
        const report = await here.integrator.rollback('1');
        expect(report.complete, `${kill}`).toBe(true);
        const values = (await here.production.parameters.list(here.place.prefix)).map(({ value }) => value);
        expect(values, `${kill}`).toEqual(['0.5']);
        expect(await here.production.objects.get('production-model-config.yaml')).toBeUndefined();
        expect((await here.integrator.verifyHistory()).problems).toEqual([]);
        expect(await here.production.objects.list('locks/')).toEqual([]);
      }
    });
    await Promise.all(workers);
  });

  it('lets one of two promoters at once win; the other exits 4 having written nothing', async () => {
    const here = await open();
    const ended = await Promise.all([1, 2].map((i) => inChild({ place: here.place, runId: `run-${i}`, holdMs: 3000 })));
    expect(ended.map(({ code }) => code ?? -1).sort((a, b) => a - b)).toEqual([0, 4]);
    const integrator = new ProductionIntegrator({ ...here.production, prefix: here.place.prefix });
    expect(await integrator.listPromotions()).toHaveLength(1);
    expect(await here.production.objects.list('backups/')).toHaveLength(1);
  });
});
