import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { InvalidArgumentError, NotFoundError, throwIfAborted } from '@fraudx/core';
import { operationOf, type AwsClients } from './aws-clients.ts';
import { shownCause } from './shown-answers.ts';
import { translateAwsError } from './translate-aws-error.ts';

/** The bytes of an object, with how many they are where S3 says so. */
export type SizedBytes = AsyncIterable<Uint8Array> & { readonly size?: number };

/** Reads S3 objects by address, as the `ObjectReader` of `@fraudx/data` asks. */
export class S3ObjectReader {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  /** Secret key and session token that calls were signed with; data that repeat one are refused. */
  secrets(): Iterable<string> {
    return this.#clients.learned.secrets;
  }

  /**
   * The object's bytes as a stream; its checksum is checked while reading, where it has one.
   *
   * @param address - `s3://bucket/key`.
   * @throws {InvalidArgumentError} Not such an address.
   * @throws {NotFoundError} `OBJECT_NOT_FOUND`, or `AWS_NO_SUCH_BUCKET`.
   * @throws {OutsideError} S3 cannot be reached or refuses; see {@link translateAwsError}.
   * @throws {InterruptedError} `signal` was aborted.
   */
  async open(address: string, options: { readonly signal?: AbortSignal } = {}): Promise<SizedBytes> {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new InvalidArgumentError(`address must be s3://bucket/key, got "${address}"`, {
        subject: 'S3ObjectReader',
      });
    }
    const { signal } = options;
    try {
      const answer = await this.#clients.s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      const bytes = this.#checked(answer.Body as Readable, address);
      const { ContentLength: size } = answer;
      return size === undefined ? bytes : Object.assign(bytes, { size });
    } catch (error) {
      throwIfAborted(signal, 'S3ObjectReader');
      if (error instanceof Error && error.name === 'NoSuchKey') {
        throw new NotFoundError('OBJECT_NOT_FOUND', `object must exist, got none at ${address}`, {
          subject: 'S3ObjectReader',
          details: { address },
          cause: shownCause(error, { credentials: this.#clients.learned.secrets }),
          hint: 'Check bucket and key; keys know upper and lower case.',
        });
      }
      throw this.#translated(error, address);
    }
  }

  #translated(error: unknown, address: string): Error {
    return translateAwsError(error, operationOf(this.#clients, 's3', 'GetObject', address));
  }

  /** A connection that breaks midway is reported like one that was never made. */
  async *#checked(body: Readable, address: string): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) yield chunk as Uint8Array;
    } catch (error) {
      throw this.#translated(error, address);
    }
  }
}
