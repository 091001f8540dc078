import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createAwsClients } from './aws-clients.ts';
import { S3ObjectReader } from './s3-object-reader.ts';
import { TimelyCredentials } from './timely-credentials.ts';

let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  request.resume().on('end', () => answer(response));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) vi.stubEnv(name, '/nonexistent/none');
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/credentials`);
});
afterEach(() => vi.unstubAllEnvs());

const trickle = (response: ServerResponse): void => {
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};
const pour = (response: ServerResponse): void => {
  const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
  response.on('close', () => clearInterval(timer));
};

it.each([
  ['trickles', trickle],
  ['never ends', pour],
])('does not wait for a server of credentials that %s', async (_, harm) => {
  answer = harm;
  const clients = createAwsClients({ region: 'eu-central-1', maxAttempts: 1, credentialsTimeoutMs: 400 });
  const begin = performance.now();
  await expect(new S3ObjectReader(clients).open('s3://bucket/a.csv')).rejects.toMatchObject({
    code: 'AWS_CREDENTIALS_TIMEOUT',
    message: expect.stringContaining('credentials must be found within 0.4 s, got none') as string,
  });
  expect(performance.now() - begin).toBeLessThan(5000);
  clients.close();
  server.closeAllConnections();
});

it('waits less once credentials did not come, and as before once some came', async () => {
  const timely = new TimelyCredentials(3000);
  const never = async (): Promise<never> => await new Promise<never>(() => {});
  const took = async (): Promise<number> => {
    const begin = performance.now();
    await expect(timely.wait(never)).rejects.toMatchObject({ code: 'AWS_CREDENTIALS_TIMEOUT' });
    return performance.now() - begin;
  };
  expect(await took()).toBeGreaterThan(2900);
  expect(await took()).toBeLessThan(2500);
  expect(await timely.wait(async () => await Promise.resolve('keys'))).toBe('keys');
  expect(await took()).toBeGreaterThan(2900);
});

it('names a region that is missing before credentials that are', async () => {
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const clients = createAwsClients({ maxAttempts: 1 });
  await expect(new S3ObjectReader(clients).open('s3://bucket/a.csv')).rejects.toMatchObject({
    code: 'AWS_REGION_MISSING',
  });
  clients.close();
});
