import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAwsProduction, type AwsProduction } from './open-aws-production.ts';

const token = 'FwoGZXIvYXdzEJ7Qm2Zx9TOKENkJ8sLq0Vb3Nn5Rt6Yu1Io2Pa';
const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:Train';
const execution = 'arn:aws:states:eu-central-1:123456789012:execution:Train:promo-1';
const modelPackage = 'arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud/3';

/** Texts in which a server may repeat what it was asked with. */
const echoes = [
  token,
  `Bearer ${token}`,
  encodeURIComponent(`x-amz-security-token: ${token}`),
  Buffer.from(token).toString('base64'),
  Buffer.from(token).toString('hex'),
];

const xml = (inner: string): string =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult>${inner}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const identity = (account: string, arn: string): string => xml(`<Account>${account}</Account><Arn>${arn}</Arn>`);

describe('answers that are kept', () => {
  /** The answer by the name of the operation. */
  let answers: Readonly<Record<string, string>> = {};
  let headers: Readonly<Record<string, string>> = {};
  const server = createServer((request, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      const operation =
        target ?? /Action=(\w+)/.exec(body)?.[1] ?? (request.url!.includes('list-type') ? 'List' : 'Object');
      response.writeHead(200, headers).end(answers[operation] ?? '');
    });
  });
  let production: AwsProduction;
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wkJ8sLq0Vb3Nn5Rt6Yu1Io2PaQm2Zx9TOKEN');
    vi.stubEnv('AWS_SESSION_TOKEN', token);
    headers = {};
    production = openAwsProduction({
      region: 'eu-central-1',
      endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      configBucket: 'config-bucket',
      stateMachineArn: machine,
      maxAttempts: 1,
      waiting: { sleep: async () => {}, now: () => 0 },
    });
  });
  afterEach(() => {
    production[Symbol.dispose]();
    vi.unstubAllEnvs();
  });

  /** Refused by a typed error that shows neither the text nor the token. */
  async function expectRefused(field: string, call: Promise<unknown>): Promise<void> {
    const error: unknown = await call.then(
      (value) => new Error(`kept ${inspect(value)}`),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'AWS_ANSWER_INVALID', kind: 'outside', details: { field } });
    const all = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
    for (const echo of echoes) expect(all).not.toContain(echo.slice(0, 20));
  }

  it('takes what AWS answers', async () => {
    const parameter = { Name: '/p/eta', Value: '0.1', Type: 'String', Version: 2 };
    answers = {
      GetCallerIdentity: identity('123456789012', 'arn:aws:sts::123456789012:assumed-role/ci.x/a@b.c'),
      GetParametersByPath: JSON.stringify({ Parameters: [parameter] }),
      DescribeParameters: JSON.stringify({
        Parameters: [{ Name: '/p/eta', Tier: 'Intelligent-Tiering', KeyId: 'alias/aws/ssm' }],
      }),
      GetParameterHistory: JSON.stringify({ Parameters: [{ ...parameter, LastModifiedUser: 'N/A' }] }),
      StartExecution: JSON.stringify({ executionArn: execution, startDate: 1 }),
      DescribeModelPackage: JSON.stringify({ ModelPackageArn: modelPackage, ModelApprovalStatus: 'Approved' }),
      Object: 'eta: 0.1',
      List: '<ListBucketResult><Contents><Key>día 1/ü.json</Key></Contents></ListBucketResult>',
    };
    headers = { etag: '"abc-1"', 'x-amz-version-id': 'null' };
    const { parameters, objects, pipeline, registry } = production;
    expect(await production.place()).toMatchObject({ account: '123456789012' });
    expect(await parameters.list('/p')).toMatchObject([{ name: '/p/eta', tier: 'Intelligent-Tiering' }]);
    expect(await parameters.versions('/p/eta', 0)).toEqual([{ version: 2, value: '0.1' }]);
    expect(await pipeline.start({ name: 'promo-1', input: '{}' })).toMatchObject({ executionArn: execution });
    expect(await registry.describeVersion('fraud')).toMatchObject({ id: modelPackage });
    expect(await objects.get('a')).toMatchObject({ etag: '"abc-1"', versionId: 'null' });
    expect(await objects.list('')).toEqual(['día 1/ü.json']);
  });

  it.each(echoes)('keeps no credentials in accounts and ARNs: %.20s', async (echo) => {
    for (const account of [echo, '12345', '']) {
      answers = { GetCallerIdentity: identity(account, 'arn:aws:iam::123456789012:user/dana') };
      if (account !== '') await expectRefused('Account', production.place());
    }
    for (const arn of [echo, `arn:aws:iam::123456789012:user/${echo}`]) {
      answers = { GetCallerIdentity: identity('123456789012', arn) };
      const [check] = await production.preflight.run({ trigger: false, prefix: '/p' });
      expect(check).toMatchObject({ check: 'identity', ok: false, code: 'AWS_ANSWER_INVALID' });
      expect(JSON.stringify(check)).not.toContain(echo.slice(0, 20));
    }
    answers = { StartExecution: JSON.stringify({ executionArn: execution.replace('promo-1', echo), startDate: 1 }) };
    await expectRefused('executionArn', production.pipeline.start({ name: 'promo-1', input: '{}' }));
    answers = { DescribeModelPackage: JSON.stringify({ ModelPackageArn: `${modelPackage}${echo}` }) };
    await expectRefused('ModelPackageArn', production.registry.describeVersion('fraud'));
    answers = { DescribeModelPackage: JSON.stringify({ ModelPackageArn: modelPackage, ModelApprovalStatus: echo }) };
    await expectRefused('ModelApprovalStatus', production.registry.describeVersion('fraud'));
  });

  it.each(echoes)('keeps no credentials in executions: %.20s', async (echo) => {
    const described = { executionArn: execution, name: 'promo-1', status: 'FAILED', startDate: 1, input: '{}' };
    for (const [field, change] of [
      ['executionArn', { executionArn: echo }],
      ['name', { name: echo }],
      ['status', { status: echo }],
    ] as const) {
      answers = { DescribeExecution: JSON.stringify({ ...described, ...change }) };
      await expectRefused(field, production.pipeline.describe(execution));
    }
    answers = {
      DescribeExecution: JSON.stringify({ ...described, error: 'E', cause: `no ${echo}`, output: `"${echo}"` }),
    };
    const hidden = '(a text that repeats credentials)';
    expect(await production.pipeline.describe(execution)).toMatchObject({ error: 'E', cause: hidden, output: hidden });
  });

  it.each(echoes)('keeps no credentials in parameters: %.20s', async (echo) => {
    const parameter = { Name: '/p/eta', Value: '0.1', Type: 'String', Version: 2 };
    for (const [field, change] of [
      ['Name', { Name: `/p/${echo}` }],
      ['Value', { Value: `0.1 ${echo}` }],
      ['Type', { Type: echo }],
      ['Version', { Version: echo }],
    ] as const) {
      answers = { GetParametersByPath: JSON.stringify({ Parameters: [{ ...parameter, ...change }] }) };
      await expectRefused(field, production.parameters.list('/p'));
      if (field === 'Name') continue;
      answers = { GetParameter: JSON.stringify({ Parameter: { ...parameter, ...change } }) };
      await expectRefused(field, production.parameters.get('/p/eta'));
    }
    for (const [field, change] of [
      ['Tier', { Tier: echo }],
      ['KeyId', { KeyId: echo }],
    ] as const) {
      answers = {
        GetParametersByPath: JSON.stringify({ Parameters: [parameter] }),
        DescribeParameters: JSON.stringify({ Parameters: [{ Name: '/p/eta', ...change }] }),
      };
      await expectRefused(field, production.parameters.list('/p'));
    }
    const by = `arn:aws:iam::123456789012:user/${echo}`;
    answers = { GetParameterHistory: JSON.stringify({ Parameters: [{ ...parameter, LastModifiedUser: by }] }) };
    expect(await production.parameters.versions('/p/eta', 0)).toEqual([{ version: 2, value: '0.1' }]);
  });

  it.each(echoes)('keeps no credentials in objects: %.20s', async (echo) => {
    answers = {
      Object: `{"approvedBy":"${echo}"}`,
      List: `<ListBucketResult><Contents><Key>${echo}</Key></Contents></ListBucketResult>`,
    };
    await expectRefused('the object', production.objects.get('promotions/a.json'));
    await expectRefused('Key', production.objects.list(''));
    answers = { Object: 'eta: 0.1' };
    for (const [field, name] of [
      ['ETag', 'etag'],
      ['VersionId', 'x-amz-version-id'],
    ] as const) {
      headers = { [name]: echo };
      await expectRefused(field, production.objects.get('a'));
      await expectRefused(field, production.objects.put('a', Buffer.from('x')));
    }
  });
});
