import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createAwsClients } from './aws-clients.ts';
import { SsmParameterStore } from './ssm-parameter-store.ts';
import { translateAwsError } from './translate-aws-error.ts';

const seen: (string | undefined)[] = [];
const server = createServer((request, response) => {
  seen.push(request.headers['x-amz-security-token'] as string | undefined);
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type":"ParameterNotFound"}');
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => vi.unstubAllEnvs());

async function ask(accessKeyId: string, testKeysOnly: boolean): Promise<unknown> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secretsecretsecret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'tokentokentoken');
  seen.length = 0;
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients = createAwsClients({ region: 'eu-central-1', endpointUrl, maxAttempts: 1, testKeysOnly });
  const store = new SsmParameterStore(clients, { sleep: async () => {}, now: () => 0 }, Infinity);
  try {
    return await store.get('/team/eta').catch((error: unknown) => error);
  } finally {
    clients.close();
  }
}

it('sends nothing with keys of AWS to an endpoint that others may have named', async () => {
  for (const id of ['AKIAIOSFODNN7EXAMPLE', 'ASIAVICTIMVICTIM1234']) {
    expect(await ask(id, true)).toMatchObject({ code: 'ENDPOINT_NOT_NAMED', kind: 'invalid' });
    expect(seen).toEqual([]);
  }
});

it('sends those of emulators there, and any to one that was named', async () => {
  await ask('test', true);
  expect(seen).toEqual(['tokentokentoken']);
  await ask('ASIAVICTIMVICTIM1234', false);
  expect(seen).toEqual(['tokentokentoken']);
});

it('names the host that was not found, where that is not the endpoint', () => {
  const failed = Object.assign(new Error('getaddrinfo ENOTFOUND sts.eu-1.example'), {
    code: 'ENOTFOUND',
    hostname: 'sts.eu-1.example',
  });
  const at = { service: 'ssm', operation: 'GetParameter', region: 'eu-1', endpoint: 'http://127.0.0.1:9801' } as const;
  const error = translateAwsError(failed, at);
  expect(error).toMatchObject({ code: 'AWS_UNREACHABLE', hint: expect.stringContaining('credentials') as string });
  expect(error.message).toContain('sts.eu-1.example must be reachable, got ENOTFOUND');
  const own = translateAwsError(Object.assign(failed, { hostname: '127.0.0.1' }), at);
  expect(own.message).toContain('http://127.0.0.1:9801 must be reachable');
});
