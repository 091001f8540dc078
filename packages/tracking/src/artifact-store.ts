import type { ArtifactRecord } from './run-record.ts';

/** What an artifact is made from: the path of a file, bytes, or a stream of bytes, which is read once. */
export type ArtifactSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Keeps the bytes of artifacts, by run and name. Implementations pass the suite of `@fraudx/tracking/testing`.
 *
 * - A name consists of components joined by `/`, none empty, `.` or `..`; see `checkArtifactName`.
 * - A record describes bytes that do not change: `get` and `open` give them as they were put, or fail. Only {@link ArtifactStore.replace} and
 *   {@link ArtifactStore.delete} take bytes away.
 * - Writes are all or nothing, also where the source fails halfway. A reader sees the old bytes or the new ones.
 * - Files and streams are copied in pieces; only {@link ArtifactStore.get} holds an artifact in memory.
 */
export interface ArtifactStore {
  /**
   * Keeps bytes. Those of an earlier record of this name stay where they are; the same bytes again give the same record.
   *
   * @throws {InvalidArgumentError} `INVALID_ARTIFACT_NAME`, or the source is of another type.
   * @throws {NotFoundError} `FILE_NOT_FOUND`.
   * @throws {OutsideError} The bytes cannot be kept; nothing is.
   */
  put(runId: string, name: string, source: ArtifactSource): Promise<ArtifactRecord>;

  /**
   * Keeps bytes in the place that the first artifact of this name has or would have, so that people and links find the newest there. An earlier
   * record of that place no longer fits and reads as `ARTIFACT_CORRUPT`.
   *
   * @throws {FraudxError} As {@link ArtifactStore.put}.
   */
  replace(runId: string, name: string, source: ArtifactSource): Promise<ArtifactRecord>;

  /**
   * The bytes of an artifact, compared with its digest.
   *
   * @throws {NotFoundError} `ARTIFACT_NOT_FOUND`.
   * @throws {OutsideError} `ARTIFACT_CORRUPT`: the bytes are not those that were put.
   */
  get(artifact: ArtifactRecord): Promise<Uint8Array>;

  /**
   * The bytes of an artifact in pieces, to be read once. The digest is compared at the end: whoever uses pieces before must be ready to undo that.
   *
   * @throws {NotFoundError} `ARTIFACT_NOT_FOUND`.
   * @throws {OutsideError} `ARTIFACT_CORRUPT`, from the stream, after its last piece.
   */
  open(artifact: ArtifactRecord): Promise<AsyncIterable<Uint8Array>>;

  /** Everything that is kept for a run, by path: also what an earlier record of a name describes. Empty for an unknown run. */
  list(runId: string): Promise<ArtifactRecord[]>;

  /** Removes the bytes that a record describes; where they are gone, or others are in their place, nothing changes. */
  delete(artifact: ArtifactRecord): Promise<void>;

  /** Where people find an artifact: an absolute path, or an address. It need not be kept. */
  locationOf(artifact: Pick<ArtifactRecord, 'path'>): string;
}
