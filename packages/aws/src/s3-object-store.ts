import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ConflictError } from '@fraudx/core';
import type { ObjectStore, PutObjectOptions, StoredObject } from '@fraudx/promotion';
import { operationOf, type AwsClients } from './aws-clients.ts';
import { smallBody } from './bounded-http-handler.ts';
import { checkedField, refuseCredentials } from './checked-answers.ts';
import { Listing } from './listing.ts';
import { backoffMs, type Waiting } from './pacer.ts';
import { shownCause } from './shown-answers.ts';
import { translateAwsError } from './translate-aws-error.ts';

const attemptsPerWrite = 6;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** S3 says 412 when a condition does not hold, and 404 for `IfMatch` on a key that is free. */
function conditionFailed(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return nameOf(error) === 'PreconditionFailed' || status === 412 || nameOf(error) === 'NoSuchKey';
}

/** Objects of one S3 bucket, below an optional key prefix, with conditional writes and SHA-256 checksums. */
export class S3ObjectStore implements ObjectStore {
  readonly #clients: AwsClients;
  readonly #waiting: Waiting;
  readonly #bucket: string;
  readonly #root: string;

  /** @param root - Key prefix without slashes at its ends; empty: the whole bucket. */
  constructor(clients: AwsClients, waiting: Waiting, bucket: string, root = '') {
    this.#clients = clients;
    this.#waiting = waiting;
    this.#bucket = bucket;
    this.#root = root === '' ? '' : `${root}/`;
  }

  uri(key: string): string {
    return `s3://${this.#bucket}/${this.#root}${key}`;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return await this.#send('GetObject', key, async () => {
      try {
        const answer = await this.#clients.s3.send(
          new GetObjectCommand({ ...this.#place(key), ChecksumMode: 'ENABLED' }),
        );
        const body = await smallBody(answer.Body as AsyncIterable<Uint8Array> | undefined);
        const at = { call: `s3 GetObject ${this.uri(key)}`, field: 'the object' };
        refuseCredentials(this.#clients, at, [Buffer.from(body).toString()]);
        return { key, body, ...this.#versionOf('GetObject', answer) };
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound') return undefined;
        throw error;
      }
    });
  }

  async put(
    key: string,
    body: Uint8Array,
    options: PutObjectOptions = {},
  ): Promise<{ readonly etag: string; readonly versionId?: string }> {
    const answer = await this.#conditionally('PutObject', key, () =>
      this.#clients.s3.send(
        new PutObjectCommand({
          ...this.#place(key),
          Body: body,
          ChecksumAlgorithm: 'SHA256',
          ContentType: options.contentType ?? 'application/octet-stream',
          ...(options.ifNoneMatch === undefined ? {} : { IfNoneMatch: options.ifNoneMatch }),
          ...(options.ifMatch === undefined ? {} : { IfMatch: options.ifMatch }),
          ...(options.sensitive === true ? { ServerSideEncryption: 'aws:kms' as const } : {}),
        }),
      ),
    );
    return this.#versionOf('PutObject', answer);
  }

  async delete(key: string, options: { readonly ifMatch?: string } = {}): Promise<void> {
    const { ifMatch } = options;
    if (ifMatch !== undefined) {
      // S3 calls it a success when there is nothing to remove
      const current = await this.get(key);
      if (current?.etag !== ifMatch) throw this.#changed(key);
    }
    await this.#conditionally('DeleteObject', key, () =>
      this.#clients.s3.send(
        new DeleteObjectCommand({ ...this.#place(key), ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }) }),
      ),
    );
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    const listing = new Listing(this.#clients, `s3 ListObjectsV2 ${this.uri(prefix)}`);
    let token: string | undefined;
    do {
      const page = await this.#send('ListObjectsV2', prefix, () =>
        this.#clients.s3.send(
          new ListObjectsV2Command({
            Bucket: this.#bucket,
            Prefix: `${this.#root}${prefix}`,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        ),
      );
      const found = page.Contents ?? [];
      const at = { call: `s3 ListObjectsV2 ${this.uri(prefix)}`, field: 'Key' };
      refuseCredentials(
        this.#clients,
        at,
        found.map(({ Key = '' }) => Key),
      );
      for (const object of found) keys.push((object.Key ?? '').slice(this.#root.length));
      token = listing.next(
        page.IsTruncated === true ? page.NextContinuationToken : undefined,
        found.map(({ Key }) => [Key]),
      );
    } while (token !== undefined);
    return keys.sort();
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: `${this.#root}${key}` };
  }

  /** Tag and version of an object, which are only compared. */
  #versionOf(
    operation: string,
    { ETag, VersionId }: { readonly ETag?: string | undefined; readonly VersionId?: string | undefined },
  ): { readonly etag: string; readonly versionId?: string } {
    const checked = (field: string, text: string): string =>
      checkedField(this.#clients, { call: `s3 ${operation}`, field }, 'opaque', text);
    return {
      etag: ETag === undefined ? '' : checked('ETag', ETag),
      ...(VersionId === undefined ? {} : { versionId: checked('VersionId', VersionId) }),
    };
  }

  #changed(key: string, answer?: unknown): ConflictError {
    const cause =
      answer instanceof Error ? shownCause(answer, { credentials: this.#clients.learned.secrets }) : undefined;
    return new ConflictError('OBJECT_CHANGED', `${this.uri(key)} must be as expected, got another content`, {
      details: { key },
      cause,
      hint: 'Somebody else changed it; look at it and try again.',
    });
  }

  async #conditionally<T>(operation: string, key: string, call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        if (conditionFailed(error)) throw this.#changed(key, error);
        // two conditional writes met: asking again tells who won
        const raced = nameOf(error) === 'ConditionalRequestConflict';
        if (raced && attempt >= attemptsPerWrite) throw this.#changed(key, error);
        if (!raced) throw this.#translate(operation, key, error);
        await this.#waiting.sleep(backoffMs(attempt));
      }
    }
  }

  async #send<T>(operation: string, key: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw this.#translate(operation, key, error);
    }
  }

  #translate(operation: string, key: string, error: unknown): Error {
    return translateAwsError(error, operationOf(this.#clients, 's3', operation, this.uri(key)));
  }
}
