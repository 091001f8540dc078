import { resolve } from 'node:path';
import type { JsonValue } from '../errors.ts';
import { InvalidArgumentError } from '../errors.ts';

/** Whether data is in a Redis store. A misspelt address, such as `redis:/h`, is one too: as a path its password would be shown. */
export function isRedisAddress(data: string): boolean {
  return /^rediss?:/i.test(data);
}

/** Whether data is named by an address of a store, not by a path. */
export function isAddress(data: string): boolean {
  return isRedisAddress(data) || data.startsWith('s3://');
}

/**
 * The data named by a text: an address as it is, a path against the folder.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_ADDRESS`: an address of another kind, or one that must not hold what it holds; it is not shown.
 */
export function dataAddress(folder: string, data: string): string {
  if (isAddress(data)) {
    // A blank in a password would end the address where messages leave passwords out.
    if (isRedisAddress(data) && hasBlank(data)) {
      throw new InvalidArgumentError('data: address must have no spaces or control characters, got some', {
        code: 'UNKNOWN_ADDRESS',
        hint: 'In user and password write a space as %20.',
      });
    }
    if (!isRedisAddress(data) && !mayBeBucket(bucketOf(data))) {
      throw new InvalidArgumentError(
        'data: address of an object must begin with the name of a bucket and must hold no user and password, got something else',
        {
          code: 'UNKNOWN_ADDRESS',
          hint: 'Bucket names consist of letters, digits, ".", "-" and "_". Credentials come from the environment or from aws.profile.',
        },
      );
    }
    return data;
  }
  if (/^(?:https?:|[a-z][a-z0-9+.-]+:\/\/)/i.test(data)) {
    // What follows may be a signature, which gives everybody the file.
    throw new InvalidArgumentError('data: address must begin with redis://, rediss:// or s3://, got something else', {
      code: 'UNKNOWN_ADDRESS',
      hint: 'Download the file and give its path, or name an object of S3 by s3://bucket/key.',
    });
  }
  // also with a slip in what stands before the user and the password
  if (/^(?:[a-z][a-z0-9+.-]+:|:|rediss?\/\/|\/\/[^/]*:|[a-z][a-z0-9+.-]*\/\/[^/]*:).*@/is.test(data)) {
    throw new InvalidArgumentError('data: address must begin with redis://, rediss:// or s3://, got something else', {
      code: 'UNKNOWN_ADDRESS',
      hint: 'A file whose name has a colon and an @ is named with ./ in front.',
    });
  }
  return resolve(folder, data);
}

/** What stands where an address of an object has its bucket. */
function bucketOf(address: string): string {
  return /^s3:\/*([^/]*)/i.exec(address)![1]!;
}

/** Whether a text can name a bucket, or an access point by its ARN; a key of AWS and its secret, which may hold slashes, have a colon between them. */
function mayBeBucket(text: string): boolean {
  return /^(?:[\w.-]*|arn:aws[\w-]*:s3[\w:.-]*)$/.test(text);
}

/** White space, or a character that is not shown. */
function hasBlank(text: string): boolean {
  return /[\s\p{Cc}]/u.test(text);
}

/** An address without what stands before its last @, which may be part of a password; an @ of the pattern after a whole address is none. */
function redacted(address: string): string {
  const query = address.search(/\?match=/i);
  const server = query === -1 ? address : address.slice(0, query);
  const hasHost = URL.canParse(server) && new URL(server).host !== '';
  const at = (hasHost ? server : address).lastIndexOf('@');
  if (at === -1) return address;
  return `${/^rediss?:\/*/i.exec(address)![0]}${address.slice(at + 1)}`;
}

/** An address of the web, or any other from its colon on, without what stands before its host. What no browser would take may have its @ anywhere. */
function redactedWeb(address: string): string {
  const [scheme] = /^(?:https?)?:\/*/i.exec(address)!;
  const rest = address.slice(scheme.length);
  const [authority] = /^[^/?#]*/.exec(rest)!;
  // a host and its port, or none
  const isWhole = authority.includes('@') || /^(?:[^:]*|\[[^\]]*\])(?::\d*\W*)?$/.test(authority);
  const at = (isWhole ? authority : rest).lastIndexOf('@');
  return at === -1 ? address : `${scheme}${rest.slice(at + 1)}`;
}

/** An address of an object without what cannot be its bucket, which may be a key of AWS and its secret. Signs behind a text are not part of it. */
function redactedObject(address: string): string {
  const [scheme] = /^s3:\/*/i.exec(address)!;
  if (mayBeBucket(/^.*[\w@]/s.exec(bucketOf(address))?.[0] ?? '')) return address;
  const at = address.lastIndexOf('@');
  return at === -1 ? `${scheme}…` : `${scheme}${address.slice(at + 1)}`;
}

/** Parameters of addresses that give access: passwords, and the signatures of Amazon, Google and Azure. */
const secretParameters =
  /([?&;](?:password|passwd|pwd|sig|signature|x-amz-(?:security-token|signature|credential)|x-goog-(?:signature|credential))=)[^\s&#"'<>]*/gi;

/** The text without user, password and signatures of the addresses in it, whatever their scheme, for records and messages. */
export function withoutSecrets(text: string): string {
  return withoutUsers(text).replaceAll(secretParameters, '$1…');
}

function withoutUsers(text: string): string {
  // A word that is nothing but an address is taken whole, with the blanks that its password may have.
  if (isRedisAddress(text) && hasBlank(text)) return redacted(text);
  return (
    text
      .replaceAll(/\brediss?:\S*/gi, redacted)
      .replaceAll(/\bhttps?:\S*/gi, redactedWeb)
      .replaceAll(/\bs3:\/\S*/gi, redactedObject)
      .replaceAll(/(?<!\b(?:rediss?|https?|s3)):\/\/\S*/gi, redactedWeb)
      // one behind another in the same word
      .replaceAll(/:\/\/[^\s/?#]*@/g, '://')
      .replaceAll(/(?<![\w/:.-])\/\/[^\s/?#]*@/g, (user) => (user.includes(':') ? '//' : user))
  );
}

/** A value as JSON has it without user and password of addresses in its texts, at any depth; keys stay. */
export function withoutSecretsInside(value: JsonValue): JsonValue {
  if (typeof value === 'string') return withoutSecrets(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withoutSecretsInside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as { readonly [key: string]: JsonValue }).map(([key, item]) => [
      key,
      withoutSecretsInside(item),
    ]),
  );
}

/** Whether an address of a service holds a user or a password. */
export function holdsCredentials(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}
