import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { InvalidArgumentError, NotFoundError, OutsideError } from '@fraudx/core';
import { readPieces, translateFileError } from '@fraudx/core/files';
import type { ArtifactSource } from './artifact-store.ts';
import type { ArtifactRecord } from './run-record.ts';

async function* chunksOfFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* readPieces(await open(path, 'r'));
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}

function notBytes(got: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    `artifact: source must be a path, bytes or a stream of bytes, got ${got === null ? 'null' : typeof got}`,
    { code: 'INVALID_ARTIFACT_SOURCE' },
  );
}

/**
 * The bytes of a source in pieces; for implementations of a store.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`: no file, or a folder.
 * @throws {InvalidArgumentError} `INVALID_ARTIFACT_SOURCE`: it is of another type, or a piece of a stream is.
 */
export async function* chunksOf(source: ArtifactSource): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') {
    yield* chunksOfFile(source);
    return;
  }
  if (source instanceof Uint8Array) {
    yield source;
    return;
  }
  if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source)) throw notBytes(source);
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) throw notBytes(chunk);
    yield chunk;
  }
}

/** What `get` and `open` throw where nothing is kept under a path. `location`: where it was looked for. */
export function artifactNotFound(location: string, cause?: unknown): NotFoundError {
  return new NotFoundError('ARTIFACT_NOT_FOUND', `artifact: file must exist, got ${location}`, {
    details: { path: location },
    cause,
  });
}

/**
 * Passes the pieces of an artifact on and compares their digest at the end; for implementations of a store.
 *
 * @throws {OutsideError} `ARTIFACT_CORRUPT`.
 */
export async function* checkedChunks(
  artifact: ArtifactRecord,
  chunks: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  const digest = hash.digest('hex');
  if (digest === artifact.sha256) return;
  throw new OutsideError(
    'ARTIFACT_CORRUPT',
    `artifact: ${location} must have sha256 ${artifact.sha256}, got ${digest}`,
    {
      details: { path: location, expected: artifact.sha256, received: digest },
      hint: 'The file was changed or damaged after it was logged.',
    },
  );
}
