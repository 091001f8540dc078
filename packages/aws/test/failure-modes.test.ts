import { FraudxError } from '@fraudx/core';
import type { PromotionReport } from '@fraudx/promotion';
import { ProductionIntegrator, promotionSteps } from '@fraudx/promotion';
import { sampleRequest } from '@fraudx/promotion/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exitCodeOf } from '../../../apps/cli/src/exit-codes.ts';
import type { AwsProductionOptions } from '../src/index.ts';
import { openAwsProduction } from '../src/index.ts';
import type { Fault, FaultyProxy, WireCall } from './faulty-proxy.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import type { Moto } from './moto-server.ts';
import { findMoto, startMoto } from './moto-server.ts';
import type { Place } from './open-place.ts';
import { open } from './open-place.ts';

const command = findMoto();
const error = (name: string, status = 400, message = name): Fault => ({ name, status, message });

/** Answers `fault` to every call of `operation` from the n-th on, at most `length` of them. */
function from(operation: string, first: number, fault: Fault, length = Infinity) {
  return (call: WireCall): Fault | undefined =>
    call.operation === operation && call.count >= first && call.count < first + length ? fault : undefined;
}

/** Answers `fault` to everything once the second parameter is written; of calls that hang, the write and the first to undo it. */
function afterFirstWrite(fault: Fault) {
  let broken = 0;
  return (call: WireCall): Fault | undefined => {
    if (broken > 0 || (call.operation === 'PutParameter' && call.count === 5)) broken++;
    if (broken === 0) return undefined;
    return fault === 'hang' && broken > 2 ? 'reset' : fault;
  };
}

describe.skipIf(command === undefined)('what goes wrong on AWS, as it comes over the wire', () => {
  let moto: Moto;
  let proxy: FaultyProxy;
  let places = 0;

  beforeAll(async () => {
    moto = await startMoto(command!);
  });
  afterAll(async () => {
    await moto[Symbol.asyncDispose]();
  });

  interface Outcome {
    readonly place: Place;
    readonly names: readonly string[];
    readonly result: PromotionReport | undefined;
    readonly failure: FraudxError;
    readonly exit: number;
  }

  /** Promotes over parameters that exist; the first three calls of `PutParameter` make them. */
  async function promote(fault: FaultyProxy['fault'], change: Partial<AwsProductionOptions> = {}): Promise<Outcome> {
    await using started = await startFaultyProxy(moto.endpointUrl);
    proxy = started;
    const name = `failing-${++places}`;
    const place = { ...(await moto.createPlace(name)), prefix: `/${name}`, endpointUrl: proxy.endpointUrl };
    const names = ['eta', 'max_depth', 'num_round'].map((key) => `${place.prefix}/${key}`);
    for (const key of names) {
      await open(place).parameters.put({ name: key, value: '7', type: 'String', expectedVersion: 0 });
    }
    proxy.fault = fault;
    using production = openAwsProduction({
      ...place,
      maxAttempts: 2,
      requestTimeoutMs: 10_000,
      writesPerSecond: Infinity,
      waiting: { now: () => 0, sleep: async () => {} },
      ...change,
    });
    const { prefix } = place;
    const integrator = new ProductionIntegrator({ ...production, prefix, sleep: async () => {} });
    let result: PromotionReport | undefined;
    let failure: unknown;
    if (change.profile !== undefined) {
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    }
    try {
      result = await integrator.promoteToProduction(sampleRequest());
    } catch (caught) {
      failure = caught;
    } finally {
      vi.unstubAllEnvs();
    }
    if (result === undefined) expect(failure).toBeInstanceOf(FraudxError);
    const known = failure as FraudxError;
    return { place, names, result, failure: known, exit: result === undefined ? exitCodeOf(known.kind) : 0 };
  }

  /** The form that every failure has, and that what it says is so. */
  async function expectForm(
    { place, names, failure, exit }: Outcome,
    expected: {
      step: (typeof promotionSteps)[number];
      state: string;
      code: string;
      exit: number;
      written?: number;
      ends?: 'UNDONE';
    },
  ): Promise<void> {
    const number = promotionSteps.indexOf(expected.step) + 1;
    const { details, hint = '', message } = failure;
    const id = details['promotionId'] as string;
    const unfinished = expected.state === 'unfinished';
    const next = unfinished ? `resume("${id}")` : 'promoteToProduction of run "run-1"';
    expect(failure).toMatchObject({
      code: expected.code,
      details: { step: expected.step, stepNumber: number, totalSteps: 14, state: expected.state, safeToRetry: true },
    });
    expect(exit).toBe(expected.exit);
    expect(message.startsWith(`promote run-1: step ${number} of 14 (${expected.step}) failed: `), message).toBe(true);
    expect(hint).toContain(`Trying again is safe. Next: ${next}`);
    expect(message).not.toMatch(/\n|undefined|\[object/);
    const [written, restored, untouched] = ['written', 'restored', 'untouched'].map((key) => details[key] as string[]);
    const words = { 'nothing-changed': 'nothing was changed', undone: 'everything written was put back' };
    expect(message).toContain(words[expected.state as 'undone'] ?? 'the work is unfinished');
    if (expected.state !== 'nothing-changed') {
      const listed = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.join(', '));
      const lists = [written!, restored!, untouched!].map(listed);
      expect(message).toContain(`; written: ${lists[0]}; restored: ${lists[1]}; untouched: ${lists[2]}`);
    }
    const stored = await open({ ...place, endpointUrl: moto.endpointUrl }).parameters.list(place.prefix);
    const changed = stored.filter(({ value }) => value !== '7').map(({ name }) => name);
    expect(changed).toEqual(names.slice(0, expected.written ?? 0));
    if (unfinished && expected.written !== undefined)
      expect(written!.filter((key) => key.startsWith('/'))).toEqual(changed);
    if (unfinished) {
      const healthy = open({ ...place, endpointUrl: moto.endpointUrl });
      const resumed = await new ProductionIntegrator({
        ...healthy,
        place: undefined,
        prefix: place.prefix,
        lock: { liveness: () => 'dead' },
      }).resume(id);
      // one that was being undone is undone to its end
      expect(resumed.state).toBe(expected.ends ?? 'DONE');
    }
  }

  it.each([
    ['throttling', from('PutParameter', 5, error('ThrottlingException', 400, 'Rate exceeded'), 3)],
    ['TooManyUpdates', from('PutParameter', 4, error('TooManyUpdates'), 5)],
    [
      'two conditional writes that meet (409)',
      from('PUT locks/promotion.json', 1, error('ConditionalRequestConflict', 409), 2),
    ],
    ['a lost connection', from('PutParameter', 5, 'reset', 1)],
    ['a call without an answer', from('PutParameter', 5, 'hang', 1)],
    ['a failure of the service', from('PutParameter', 6, error('InternalServerError', 500), 2)],
  ])('gets over %s', async (what, fault) => {
    const requestTimeoutMs = what === 'a call without an answer' ? 3000 : 10_000;
    const { result, place, names } = await promote(fault, { requestTimeoutMs });
    expect(result?.decision).toBe('promoted');
    const stored = await open({ ...place, endpointUrl: moto.endpointUrl }).parameters.list(place.prefix);
    expect(stored.map(({ name, version }) => [name, version])).toEqual(names.map((name) => [name, 2]));
  });

  it('ends throttling that does not end with a write put back, or unfinished where that is throttled too', async () => {
    const rate = error('ThrottlingException', 400, 'Rate exceeded');
    const back = await promote(from('PutParameter', 5, rate, 6));
    await expectForm(back, { step: 'parameters', state: 'undone', code: 'AWS_THROTTLED', exit: 3 });
    expect(back.failure.details).toMatchObject({ restored: [back.names[0]] });
    const stuck = await promote(from('PutParameter', 5, rate));
    await expectForm(stuck, {
      step: 'parameters',
      state: 'unfinished',
      code: 'AWS_THROTTLED',
      exit: 3,
      written: 1,
      ends: 'UNDONE',
    });
    expect(stuck.failure.hint).toContain('aws.writesPerSecond');
    const busy = await promote(from('PutParameter', 5, error('TooManyUpdates'), 6));
    await expectForm(busy, { step: 'parameters', state: 'undone', code: 'AWS_THROTTLED', exit: 3 });
  });

  it.each([
    [
      'an expired token',
      error('ExpiredTokenException', 400, 'The security token included in the request is expired'),
      'AWS_TOKEN_EXPIRED',
      'aws sso login',
    ],
    ['a lost network', 'reset', 'AWS_UNREACHABLE', 'Check the network'],
    ['a network that swallows everything', 'hang', 'AWS_UNREACHABLE', 'Check the network'],
    [
      'a clock that is wrong',
      error(
        'InvalidSignatureException',
        400,
        'Signature expired: 20261121T080000Z is now earlier than 20261121T090000Z',
      ),
      'AWS_CLOCK_SKEWED',
      'Set the clock',
    ],
  ] as const)('leaves the work unfinished after %s in the middle, and resume ends it', async (_, fault, code, hint) => {
    const outcome = await promote(afterFirstWrite(fault), {
      maxAttempts: 1,
      requestTimeoutMs: fault === 'hang' ? 3000 : 10_000,
    });
    await expectForm(outcome, { step: 'parameters', state: 'unfinished', code, exit: 3, written: 1 });
    expect(outcome.failure.hint).toContain(hint);
  });

  it('tells at every single call which action is denied, and leaves nothing half done', async () => {
    const whole = await promote(() => undefined);
    expect(whole.result?.decision).toBe('promoted');
    const operations = [...new Set(proxy.operations.slice(3))];
    expect(operations.length).toBeGreaterThan(15);
    for (const operation of operations) {
      // ids differ from promotion to promotion
      const family = operation.replace(/[-/][0-9a-zA-Z-]+\.(json|yaml)$/, '');
      let seen = 0;
      const fault = (call: WireCall): Fault | undefined => {
        if (!call.operation.startsWith(family)) return undefined;
        seen++;
        const name = /^(GET|PUT|DELETE|LIST)/.test(call.operation) ? 'AccessDenied' : 'AccessDeniedException';
        return error(name, name === 'AccessDenied' ? 403 : 400, 'User: arn:aws:iam::1:user/ci is not authorized');
      };
      const outcome = await promote(fault);
      expect(seen, operation).toBeGreaterThan(0);
      if (outcome.result !== undefined) {
        // only what comes after the end may fail without an error: it is reported as a step
        expect(
          outcome.result.steps.filter((step) => step.status === 'failed').map((step) => step.step),
          operation,
        ).toEqual(['unlock']);
        continue;
      }
      const { details, message, hint = '' } = outcome.failure;
      expect(outcome.exit, operation).toBe(3);
      expect(message, operation).toMatch(
        /^promote run-1: step \d+ of 14 \(\w+\) failed: .*must be allowed, got AccessDenied/,
      );
      expect(hint, operation).toMatch(
        /Allow (ssm|s3|states|sts):\w+ on .*Trying again is safe\. Next: (promoteToProduction|resume\("promotion-)/,
      );
      const stored = await open({ ...outcome.place, endpointUrl: moto.endpointUrl }).parameters.list(
        outcome.place.prefix,
      );
      const changed = stored.filter(({ value }) => value !== '7').length;
      if (details['state'] !== 'unfinished') expect(changed, operation).toBe(0);
    }
  });

  it('stops at the checks, having changed nothing, where the place is wrong', async () => {
    const nowhere = await promote(() => undefined, { configBucket: 'no-such-bucket-here' });
    await expectForm(nowhere, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 2 });
    expect(nowhere.failure.message).toContain('NoSuchBucket');

    const redirect = { status: 301, name: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'us-west-2' } };
    const elsewhere = await promote(({ operation }) => (/^(LIST|GET|PUT)/.test(operation) ? redirect : undefined));
    await expectForm(elsewhere, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 2 });
    expect(elsewhere.failure.message).toContain('must be in region eu-central-1, got one in us-west-2');

    const region = await promote(() => undefined, { region: 'us-east-1' });
    await expectForm(region, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 2 });
    expect(region.failure.message).toContain('must be in region us-east-1, got another one');
    expect(region.failure.hint).toContain('Set aws.region to eu-central-1');

    // the emulator knows no type
    const described = { status: 200, name: 'described', body: '{"name":"Train","type":"EXPRESS"}' };
    const express = await promote(from('DescribeStateMachine', 1, described));
    await expectForm(express, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 2 });
    expect(express.failure.message).toContain('must be of type STANDARD, got EXPRESS');

    const skewed = await promote(() => error('RequestTimeTooSkewed', 403, 'The difference is too large'), {
      maxAttempts: 1,
    });
    await expectForm(skewed, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 3 });

    const nobody = await promote(() => undefined, { profile: 'no-such-profile' });
    await expectForm(nobody, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 3 });
    expect(nobody.failure.message).toContain('got none from profile "no-such-profile"');

    const refused = await promote(() => undefined, { endpointUrl: 'http://127.0.0.1:9', maxAttempts: 1 });
    await expectForm(refused, { step: 'preflight', state: 'nothing-changed', code: 'PREFLIGHT_FAILED', exit: 3 });
    expect(refused.failure.message).toContain('127.0.0.1:9 must be reachable, got ECONNREFUSED');
  });

  it('gives up the lock with exit code 4 where conditional writes meet again and again', async () => {
    const outcome = await promote(from('PUT locks/promotion.json', 1, error('ConditionalRequestConflict', 409)));
    await expectForm(outcome, { step: 'lock', state: 'nothing-changed', code: outcome.failure.code, exit: 4 });
  });
});
