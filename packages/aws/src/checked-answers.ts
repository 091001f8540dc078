/**
 * What an answer of AWS may bring into records: fields in the form that AWS gives them, and nothing that repeats credentials.
 *
 * A server that is broken or hostile may repeat the request, with its session token, in any field. What a command prints is compared with the credentials that it
 * learned; a later command that shows the record has learned none.
 */
import { OutsideError, repeatsSecret, SpelledSecrets } from '@fraudx/core';

/** Characters of the names of state machines and executions. */
const stepName = '[^\\s<>{}\\[\\]?*"#%\\\\^|~`$&,;:/\\p{C}]{1,80}';

const forms = {
  account: { pattern: /^\d{12}$/, what: '12 digits' },
  caller: {
    pattern: /^arn:aws[a-z-]{0,20}:(?:iam|sts)::\d{12}:[\x21-\x7e]{1,1100}$/,
    what: 'the ARN of a user or role',
  },
  execution: {
    pattern: new RegExp(`^arn:aws[a-z-]{0,20}:states:[a-z0-9-]{1,40}:\\d{12}:execution:${stepName}:${stepName}$`, 'u'),
    what: 'the ARN of an execution',
  },
  executionName: { pattern: new RegExp(`^${stepName}$`, 'u'), what: 'the name of an execution' },
  status: { pattern: /^[A-Z_]{1,40}$/, what: 'capital letters' },
  modelPackage: {
    pattern: /^arn:aws[a-z-]{0,20}:sagemaker:[a-z0-9-]{1,40}:\d{12}:model-package\/[\w/-]{1,200}$/,
    what: 'the ARN of a model package',
  },
  word: { pattern: /^[A-Za-z][A-Za-z-]{0,39}$/, what: 'a word' },
  parameterName: { pattern: /^[\w./:-]{1,2048}$/, what: 'the name of a parameter' },
  key: { pattern: /^[\w:/-]{1,2048}$/, what: 'the id, alias or ARN of a key' },
  /** Compared, never read. */
  opaque: { pattern: /^[\x21-\x7e]{1,1024}$/, what: 'at most 1 024 characters without blanks' },
} as const;

/** Knows the credentials that calls were signed with. */
interface Learning {
  readonly learned: { readonly secrets: Iterable<string> };
}

/** Where a field stands. */
export interface AnswerField {
  /** Service and operation, e.g. `sts GetCallerIdentity`. */
  readonly call: string;
  /** Name of the field in the answer. */
  readonly field: string;
}

function invalid({ call, field }: AnswerField, what: string): OutsideError {
  return new OutsideError('AWS_ANSWER_INVALID', `${call}: ${field} of the answer must ${what}, got something else`, {
    details: { call, field },
    hint: 'Check aws.endpointUrl and the proxy: something else than AWS may answer there.',
  });
}

/** Secrets that no text holds by chance; what emulators take is a word. */
function longSecrets({ learned }: Learning): string[] {
  return [...learned.secrets].filter((secret) => secret.length >= 16);
}

/**
 * A field in the form that AWS gives it, for fields of listings: {@link refuseCredentials} looks through many at a time.
 *
 * @throws {OutsideError} `AWS_ANSWER_INVALID`: it has another one; its text is not shown.
 */
export function checkedForm(at: AnswerField, form: keyof typeof forms, text: unknown): string {
  const { pattern, what } = forms[form];
  if (typeof text !== 'string' || !pattern.test(text)) throw invalid(at, `be ${what}`);
  return text;
}

/**
 * A field in the form that AWS gives it.
 *
 * @throws {OutsideError} `AWS_ANSWER_INVALID`: it has another one, or repeats credentials; its text is not shown.
 */
export function checkedField(clients: Learning, at: AnswerField, form: keyof typeof forms, text: unknown): string {
  const checked = checkedForm(at, form, text);
  if (repeatsSecret(checked, longSecrets(clients))) throw invalid(at, 'repeat no credentials');
  return checked;
}

/** Whether a field has the form that AWS gives it and repeats no credentials. */
export function hasForm(clients: Learning, form: keyof typeof forms, text: unknown): text is string {
  return typeof text === 'string' && forms[form].pattern.test(text) && !repeatsSecret(text, longSecrets(clients));
}

/**
 * A version: a whole number.
 *
 * @throws {OutsideError} `AWS_ANSWER_INVALID`.
 */
export function checkedVersion(at: AnswerField, version: unknown): number {
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0) {
    throw invalid(at, 'be a whole number');
  }
  return version;
}

/**
 * Refuses texts of any form and length, such as values of parameters and objects, that repeat credentials: they are kept to be put back as they were, so that
 * nothing can be left out of them.
 *
 * @throws {OutsideError} `AWS_ANSWER_INVALID`.
 */
export function refuseCredentials(clients: Learning, at: AnswerField, texts: readonly unknown[]): void {
  if (!texts.every((text) => typeof text === 'string')) throw invalid(at, 'be a text');
  if (new SpelledSecrets(clients.learned.secrets).isInAny(texts)) throw invalid(at, 'repeat no credentials');
}

/** A text for people, such as the cause of a failure; a remark where it repeats credentials. */
export function shownText(clients: Learning, text: string): string {
  return new SpelledSecrets(clients.learned.secrets).isIn(text) ? '(a text that repeats credentials)' : text;
}
