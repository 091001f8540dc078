import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { repeatsSecret } from '@fraudx/core';
import { createAwsClients } from './aws-clients.ts';
import { S3ObjectStore } from './s3-object-store.ts';
import { SsmParameterStore } from './ssm-parameter-store.ts';

const token = 'FwoGZXIvYXdz/TOKEN+CANARY"é==7Qm2Zx9';
const secret = 'wSECRET/CANARY+kJ8sLq0Vb3Nn5Rt6Yu1Io2Pa';

/** Spellings in which an answer may repeat a text. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 of a header': (text) => Buffer.from(`x-amz-security-token: ${text}`).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'JSON-escaped': (text) => Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'XML-escaped': (text) => Array.from(text, (c) => `&#x${c.charCodeAt(0).toString(16)};`).join(''),
  'base64 behind a path': (text) => `/v1/token/${Buffer.from(text).toString('base64')}`,
  'base64 in lines': (text) =>
    Buffer.from(text)
      .toString('base64')
      .replaceAll(/(.{10})/g, '$1\n'),
  'hexadecimal behind a digit': (text) => `a${Buffer.from(text).toString('hex')}`,
  'hexadecimal in pairs': (text) => Buffer.from(text).toString('hex').replaceAll(/(..)/g, '$1:'),
  'with blanks': (text) => text.replaceAll(/(.{5})/g, '$1 '),
  'in small letters': (text) => text.toLowerCase(),
  'a piece': (text) => text.slice(8, 24),
};

/** Pieces of the secrets in the spellings in which they could be read. */
function leaks(text: string): string[] {
  return Object.entries(spellings).flatMap(([spelling, spell]) =>
    [token, secret].flatMap((value) => (text.includes(spell(value).slice(0, 30)) ? [spelling] : [])),
  );
}

describe('repeatsSecret', () => {
  it.each(Object.entries(spellings))('knows a secret that is %s', (_, spell) => {
    for (const value of [token, secret]) expect(repeatsSecret(`Not valid: ${spell(value)}.`, [value])).toBe(true);
  });

  it('takes no other text for one', () => {
    for (const text of [
      'User: arn:aws:sts::123456789012:assumed-role/ci/x is not authorized to perform: ssm:PutParameter',
      'The difference between the request time and the current time is too large.',
      '6c1a4c1e-7d0f-4a55-9c0c-0d3c0a3e2f11',
    ]) {
      expect(repeatsSecret(text, [token, secret, 'abc', ''])).toBe(false);
    }
    expect(repeatsSecret('the latest', ['test'])).toBe(true);
  });
});

describe('an endpoint that repeats credentials', () => {
  let answer: (response: ServerResponse) => void;
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response));
  });
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-aws-'));
    return new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => vi.unstubAllEnvs());

  /** What a failed call shows, with its details, hint and causes. */
  async function shown(service: 'ssm' | 's3'): Promise<string> {
    const clients = createAwsClients({
      region: 'eu-central-1',
      endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      maxAttempts: 1,
    });
    const waiting = { sleep: async () => {}, now: () => 0 };
    try {
      const call =
        service === 'ssm'
          ? new SsmParameterStore(clients, waiting, Infinity).get('/team/eta')
          : new S3ObjectStore(clients, waiting, 'bucket').get('a');
      await call;
      return 'no error';
    } catch (error) {
      return `${inspect(error, { depth: 9, showHidden: true })}\n${JSON.stringify(error)}`;
    } finally {
      clients.close();
    }
  }

  const sources: Readonly<Record<string, () => void>> = {
    'the environment': () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
      vi.stubEnv('AWS_SESSION_TOKEN', encodeURIComponent(token));
    },
    'a profile': () => {
      const path = join(folder, 'credentials');
      writeFileSync(
        path,
        `[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = ${secret}\naws_session_token = ${encodeURIComponent(token)}\n`,
      );
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
        vi.stubEnv(name, undefined);
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path);
      vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'));
    },
  };

  it.each([
    'bad',
    'Could not load credentials',
    'Could not find ',
    'Credential is missing',
    'Region is missing',
    'Profile ',
    'Token is expired',
    'The SSO session',
    'connect E',
    'getaddrinfo ENOTFOUND',
  ])('shows none that was sent to get credentials, where an answer begins with "%s"', async (begin) => {
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from('CANARY of a web identity').toString('base64url')}.${'x'.repeat(40)}`;
    const path = join(folder, 'jwt');
    writeFileSync(path, jwt);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'));
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/x');
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', path);
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    let asked = 0;
    answer = (response) => {
      asked++;
      response.writeHead(400, { 'content-type': 'text/xml' });
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>${begin} ${jwt}</Message></Error></ErrorResponse>`,
      );
    };
    const said = await shown('ssm');
    expect(asked).toBeGreaterThan(0);
    expect(said).toMatch(/InvalidIdentityToken|AWS_REGION_MISSING|AWS_TOKEN_EXPIRED/);
    expect(repeatsSecret(said, [jwt])).toBe(false);
    for (const status of [200, 400, 500]) {
      answer = (response) => response.writeHead(status).end(`<Error>${begin} ${jwt}</Broken>`);
      expect(repeatsSecret(await shown('ssm'), [jwt]), String(status)).toBe(false);
      answer = (response) => response.writeHead(status).end(`${begin} ${jwt}`);
      expect(repeatsSecret(await shown('ssm'), [jwt]), String(status)).toBe(false);
    }
  });

  describe.each(Object.keys(sources))('that come from %s', (source) => {
    it.each(Object.entries(spellings))('shows none that is %s', async (_, spell) => {
      sources[source]!();
      for (const value of [encodeURIComponent(token), secret]) {
        const echoed = spell(value);
        const inHeader = echoed.replaceAll(/[^\x20-\x7e]/g, '');
        for (const status of [400, 403, 500]) {
          answer = (response) => {
            response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': inHeader });
            response.end(JSON.stringify({ __type: 'ValidationException', message: `session ${echoed} is not valid` }));
          };
          const ssm = await shown('ssm');
          expect(ssm).toContain('ValidationException');
          expect(leaks(ssm)).toEqual([]);
          expect(repeatsSecret(ssm, [value]), ssm).toBe(false);
          answer = (response) => {
            response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': inHeader });
            response.end(
              `<Error><Code>${echoed.replaceAll('&', '&amp;')}</Code><Message>session ${echoed.replaceAll('&', '&amp;')}</Message></Error>`,
            );
          };
          const s3 = await shown('s3');
          expect(s3).toContain('AWS_');
          expect(repeatsSecret(s3, [value]), s3).toBe(false);
        }
      }
    });
  });

  it('shows what the service says otherwise, with the id of the request', async () => {
    sources['a profile']!();
    answer = (response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'a1b2-c3' });
      response.end(
        JSON.stringify({ __type: 'ValidationException', message: 'Parameter name must be fully qualified.' }),
      );
    };
    const said = await shown('ssm');
    expect(said).toContain('ValidationException: Parameter name must be fully qualified.');
    expect(said).toContain('request a1b2-c3');
  });
});
