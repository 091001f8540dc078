import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAwsProduction } from './open-aws-production.ts';

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

describe('buckets that somebody else may have named', () => {
  /** Method and expected owner of each request to S3. */
  let asked: [string | undefined, unknown][] = [];
  const server = createServer((request: IncomingMessage, response) => {
    request.resume().on('end', () => {
      if (request.method === 'POST') return void response.writeHead(200).end(identity);
      asked.push([request.method, request.headers['x-amz-expected-bucket-owner']]);
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
    });
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function call(ownBucketsOnly: boolean): Promise<unknown[]> {
    asked = [];
    process.env['AWS_ACCESS_KEY_ID'] ??= 'testing';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'testing';
    using production = openAwsProduction({
      configBucket: 'fraud-config',
      region: 'eu-central-1',
      endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ownBucketsOnly,
      maxAttempts: 1,
    });
    const { objects, preflight } = production;
    const body = new TextEncoder().encode('x');
    const errors = await Promise.allSettled([
      objects.get('a'),
      objects.put('a', body),
      objects.delete('a'),
      objects.list('a'),
    ]);
    await preflight.run({ trigger: false, prefix: '/a' });
    return errors.map((error) => (error.status === 'rejected' ? error.reason : undefined) as unknown);
  }

  it('must belong to the account of the caller, in every call', async () => {
    const errors = await call(true);
    expect(asked.length).toBeGreaterThanOrEqual(5);
    expect(new Set(asked.map(([method]) => method))).toEqual(new Set(['GET', 'PUT', 'DELETE']));
    for (const [method, owner] of asked) expect(owner, method).toBe('123456789012');
    for (const error of errors) {
      expect(error).toMatchObject({
        code: 'AWS_ACCESS_DENIED',
        hint: expect.stringContaining('of another account than 123456789012 is refused too') as string,
      });
    }
  });

  it('may belong to any where the caller names them', async () => {
    const [error] = await call(false);
    expect(asked.length).toBeGreaterThanOrEqual(5);
    for (const [, owner] of asked) expect(owner).toBeUndefined();
    expect((error as { hint: string }).hint).not.toContain('of another account');
  });
});
