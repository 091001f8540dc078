import type { ArtifactRecord } from './run-record.ts';

/**
 * Keeps the bytes of artifacts, by run and name.
 *
 * A name consists of parts joined by `/`, none empty, `.` or `..`. Putting a name again replaces it. A reader sees the old
 * bytes or the new ones, never a part.
 */
export interface ArtifactStore {
  /**
   * Keeps bytes, or a copy of a file.
   *
   * @param source - Path of a file, or bytes.
   * @throws {InvalidArgumentError} The name is malformed.
   * @throws {NotFoundError} `FILE_NOT_FOUND`.
   * @throws {OutsideError} The bytes cannot be kept; nothing is.
   */
  put(runId: string, name: string, source: string | Uint8Array): Promise<ArtifactRecord>;

  /**
   * The bytes of an artifact, checked against its digest.
   *
   * @throws {NotFoundError} `ARTIFACT_NOT_FOUND`.
   * @throws {OutsideError} `ARTIFACT_CORRUPT`: the bytes are not those that were put.
   */
  read(artifact: ArtifactRecord): Promise<Uint8Array>;
}
