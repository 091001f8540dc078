/** Secrets that stand in a request: whoever answers has got them and may repeat them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A request as handlers of the SDK get it. */
interface Sent {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

/** Headers that are nothing but a secret: session tokens, also those of S3 Express, and the bearer token of a single sign-on. */
const secretHeaders = /^(?:x-amz-security-token|x-amz-s3session-token|x-amz-sso_bearer_token)$/i;

/** Fields by which credentials are asked for, of forms (STS) and of JSON (sign-on). */
const secretFields = ['WebIdentityToken', 'SAMLAssertion', 'accessToken', 'refreshToken', 'clientSecret', 'assertion'];

/** Longer bodies ask for no credentials. */
const mostCharacters = 64 * 1024;

function fieldsOf(body: string): [string, unknown][] {
  if (!secretFields.some((field) => body.includes(field))) return [];
  if (!body.startsWith('{')) return [...new URLSearchParams(body)];
  try {
    return Object.entries(JSON.parse(body) as object);
  } catch {
    return [];
  }
}

/**
 * The secrets that a request holds: those that it is signed with and, on the way to credentials, those that it asks for them with. The secret key is never sent.
 */
export function secretsSentWith({ headers, body }: Sent): string[] {
  const inHeaders = Object.entries(headers).flatMap(([name, value = '']) => {
    if (secretHeaders.test(name)) return [value];
    const bearer = /^authorization$/i.test(name) ? /^Bearer\s+(.+)$/i.exec(value)?.[1] : undefined;
    return bearer === undefined ? [] : [bearer];
  });
  // Bodies of the SDK are bytes with methods of texts, which warn where they are called.
  const text =
    body instanceof Uint8Array && body.byteLength <= mostCharacters
      ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
      : body;
  const fields = typeof text === 'string' && text.length <= mostCharacters ? fieldsOf(text) : [];
  const inBody = fields.flatMap(([name, value]) =>
    secretFields.includes(name) && typeof value === 'string' ? [value] : [],
  );
  return [...inHeaders, ...inBody].filter((secret) => secret !== '');
}

/** The token that a server of container credentials is asked with, by a client that is none of ours, where the environment names such a server. */
export function containerTokens(env: NodeJS.ProcessEnv): string[] {
  if (!env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] && !env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']) return [];
  const tokens = [env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? ''];
  try {
    const path = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] ?? '';
    if (path !== '') tokens.push(readFileSync(path, 'utf8').trim());
  } catch {
    // not readable: the SDK says so
  }
  return tokens.filter((token) => token !== '');
}

/** Files of the cache of sign-on that are read, and how large one may be. */
const mostFiles = 100;

/** The tokens of a single sign-on that lie in the cache of this user: the SDK sends them by a client that is none of ours. */
export function signOnTokens(env: NodeJS.ProcessEnv): string[] {
  const folder = join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), '.aws', 'sso', 'cache');
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .slice(0, mostFiles)
      .flatMap((name) => {
        const { size } = statSync(join(folder, name));
        return size > mostCharacters ? [] : secretsSentWith({ headers: {}, body: readFileSync(join(folder, name)) });
      });
  } catch {
    // none, or not readable: the SDK says so
    return [];
  }
}
