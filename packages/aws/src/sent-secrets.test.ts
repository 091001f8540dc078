import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { repeatsSecret } from '@fraudx/core';
import { createAwsClients } from './aws-clients.ts';
import { S3ObjectReader } from './s3-object-reader.ts';
import { secretsSentWith } from './sent-secrets.ts';

const secret = 'Zq7-CANARY.of.VICTIM0192837465abcdefghij';
const later = new Date(Date.now() + 3_600_000).toISOString();
const keys = `<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>given-key-given-key</SecretAccessKey><SessionToken>given-token-given-token</SessionToken><Expiration>${later}</Expiration></Credentials>`;

let answer: (request: IncomingMessage, body: string) => string | undefined;
/** Gives credentials as `answer` says, and repeats the secret in an error to any other request. */
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (some: Buffer) => (body += some.toString()));
  request.on('end', () => {
    const given = answer(request, body);
    if (given !== undefined) return response.end(given);
    return response.writeHead(400).end(`<Error><Code>InvalidToken</Code><Message>sent ${secret}</Message></Error>`);
  });
});
let folder = '';
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fraudx-aws-'));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', folder);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Asks for an object; what is shown, and what was learned. */
async function ask(address: string, profile?: string): Promise<{ readonly shown: string; readonly learned: string[] }> {
  const learned: string[] = [];
  const onSecret = (text: string): void => void learned.push(text);
  const clients = createAwsClients({ region: 'eu-central-1', profile, maxAttempts: 1, onSecret });
  try {
    for await (const some of await new S3ObjectReader(clients).open(address)) String(some);
    return { shown: '', learned };
  } catch (error) {
    return { shown: inspect(error, { depth: 9, showHidden: true }), learned };
  } finally {
    clients.close();
  }
}

function expectKnown({ shown, learned }: Awaited<ReturnType<typeof ask>>): void {
  expect(learned).toContain(secret);
  expect(shown).toContain('AWS_');
  expect(repeatsSecret(shown, [secret]), shown).toBe(false);
}

const assumed = (action: string) => (_: IncomingMessage, body: string) =>
  body.includes(`Action=${action}`)
    ? `<${action}Response><${action}Result>${keys}</${action}Result></${action}Response>`
    : undefined;

it('learns the token of a web identity', async () => {
  writeFileSync(join(folder, 'jwt'), secret);
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'jwt'));
  vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/r');
  answer = assumed('AssumeRoleWithWebIdentity');
  const asked = await ask('s3://bucket/a.csv');
  expectKnown(asked);
  expect(asked.learned).toContain('given-token-given-token');
});

it('learns the session token of a source profile', async () => {
  writeFileSync(
    join(folder, 'credentials'),
    `[src]\naws_access_key_id=ASIASRC\naws_secret_access_key=source-key-source-key\naws_session_token=${secret}\n`,
  );
  writeFileSync(
    join(folder, 'config'),
    '[profile prod]\nrole_arn=arn:aws:iam::123456789012:role/r\nsource_profile=src\nregion=eu-central-1\n',
  );
  answer = assumed('AssumeRole');
  expectKnown(await ask('s3://bucket/a.csv', 'prod'));
});

it('learns the bearer token of a single sign-on', async () => {
  const start = 'https://corp.example.com/start';
  writeFileSync(
    join(folder, 'config'),
    `[profile sso]\nsso_start_url=${start}\nsso_region=eu-central-1\nsso_account_id=123456789012\nsso_role_name=r\n`,
  );
  const cache = join(folder, '.aws/sso/cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    join(cache, `${createHash('sha1').update(start).digest('hex')}.json`),
    JSON.stringify({ startUrl: start, region: 'eu-central-1', accessToken: secret, expiresAt: later }),
  );
  const roleCredentials = {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: 'given-key-given-key',
    sessionToken: 'given-token-given-token',
    expiration: Date.now() + 3_600_000,
  };
  answer = ({ url = '' }) => (url.includes('federation') ? JSON.stringify({ roleCredentials }) : undefined);
  expectKnown(await ask('s3://bucket/a.csv', 'sso'));
});

it('learns the token of a directory bucket, and its key', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'own-key-own-key-own-key');
  const session = keys.replace('given-token-given-token', secret);
  answer = ({ url = '' }) =>
    url.includes('session') ? `<CreateSessionResult>${session}</CreateSessionResult>` : undefined;
  const asked = await ask('s3://some--use1-az4--x-s3/a.csv');
  expectKnown(asked);
  expect(asked.learned).toContain('given-key-given-key');
});

it.each(['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'])('learns %s', async (name) => {
  writeFileSync(join(folder, 'token'), `${secret}\n`);
  vi.stubEnv(name, name.endsWith('FILE') ? join(folder, 'token') : secret);
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${process.env['AWS_ENDPOINT_URL']}/credentials`);
  answer = () => undefined;
  expectKnown(await ask('s3://bucket/a.csv'));
});

it('finds secrets in headers and bodies of requests, and no others', () => {
  const headers = { Authorization: `Bearer ${secret}`, 'X-Amz-Security-Token': 'a', 'x-amz-s3session-token': 'b' };
  expect(secretsSentWith({ headers })).toEqual([secret, 'a', 'b']);
  const json = JSON.stringify({ refreshToken: secret, clientSecret: 'c', grantType: 'refresh_token' });
  expect(secretsSentWith({ headers: {}, body: json })).toEqual([secret, 'c']);
  expect(secretsSentWith({ headers: {}, body: Buffer.from(json) })).toEqual([secret, 'c']);
  const form = `Action=X&WebIdentityToken=${encodeURIComponent(`${secret}+/=`)}`;
  expect(secretsSentWith({ headers: {}, body: form })).toEqual([`${secret}+/=`]);
  for (const body of ['{"refreshToken":', 'assertion: one', JSON.stringify({ Value: 'accessToken' }), undefined])
    expect(secretsSentWith({ headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a' }, body })).toEqual([]);
});
