/** What of an answer of AWS may be shown: it can repeat the request with its credentials. */
import { repeatsSecret } from '@fraudx/core';

/** What an answer may repeat of a request that was refused: headers with credentials, as they stand in a canonical request. */
const credentialHeaders =
  /\b(x-amz-security-token|authorization|x-amz-signature|x-amz-credential)(["']?\s{0,4}[:=]\s{0,4})[^\n]*/gi;

/** Texts that must not appear. */
interface Known {
  readonly secrets?: readonly string[];
  /** Secret texts of the credentials that calls were signed with. */
  readonly credentials?: Iterable<string>;
}

const unsigned = new WeakSet<object>();

/**
 * Says of an error that its call was never signed: an answer on the way to credentials may repeat others, such as the token of a file, which nobody has learned, so
 * that only its code is shown.
 */
export function markUnsigned(error: unknown): void {
  if (typeof error === 'object' && error !== null) unsigned.add(error);
}

/** How messages of the SDK itself begin where no credentials are found. Constant texts: an answer may begin in the same way, and these are all that is shown of it. */
const ownWords =
  /^(?:Could not (?:load|resolve) credentials(?: from any providers| using profile)?|Could not find |Credential is missing|Region is missing|Profile |Token is expired|The SSO session(?: associated with this profile has expired)?|SSO session|connect E(?:CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH)|getaddrinfo E(?:NOTFOUND|AI_AGAIN))/;

/**
 * What is shown of the text of an error: all of it, unless the error was met on the way to credentials, which answers may repeat. Then only the constant words
 * that messages of the SDK begin with; who wrote the rest cannot be known, as the SDK takes over texts of answers.
 */
export function shownOf(error: unknown, text: string): string {
  if (!unsigned.has(error as object)) return text;
  return ownWords.exec(text)?.[0].trim() ?? 'no credentials could be got';
}

/** More of a text explains nothing. */
const mostShown = 1000;

/** The first line of a text, without secrets: what follows repeats the request. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, 64 * 1024);
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '(secret)');
  const [first = ''] = clean.trimStart().split(/[\r\n]/, 1);
  const line = first.trimEnd().replaceAll(credentialHeaders, '$1$2(secret)').slice(0, mostShown);
  return repeatsSecret(line, secrets) ? '(a text that repeats credentials)' : line;
}

/** What must not appear, with the caller's own credentials where the environment has them. */
export function secretsOf({ secrets = [], credentials = [] }: Known): string[] {
  const own = ['AWS_SESSION_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'].map(
    (name) => process.env[name] ?? '',
  );
  return [...secrets, ...credentials, ...own.filter((value) => value !== '')];
}

/** A text that does not hold credentials of the caller, whatever an answer repeated. */
export function withoutCredentials(text: string, known: Known): string {
  return redact(text, secretsOf(known));
}

/** An SDK error as the cause of another one: its name and first line, without secrets and without the answer that it carries. */
export function shownCause(error: Error, known: Known): Error {
  const secrets = secretsOf(known);
  return new Error(`${shownWord(error.name, 'code', secrets) ?? 'UnknownError'}: ${redact(error.message, secrets)}`);
}

const forms = {
  /** Codes of AWS, and the number of an answer without one. */
  code: /^(?:[A-Za-z][A-Za-z0-9.]{0,79}|[1-5]\d\d)$/,
  requestId: /^[A-Za-z0-9=+/_-]{1,128}$/,
  region: /^[a-z0-9-]{1,40}$/,
  account: /^\d{1,20}$/,
} as const;

/** A word of an answer: undefined where it has another form, or repeats a secret. */
export function shownWord(
  text: string | undefined,
  form: keyof typeof forms,
  secrets: readonly string[],
): string | undefined {
  return text !== undefined && forms[form].test(text) && !repeatsSecret(text, secrets) ? text : undefined;
}
