/** A file of a model as a store has it. */
export interface StoredFile {
  /** Relative to the model, such as `booster.json`. */
  readonly name: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The files of a kept model, read by name: they may lie in a folder of this machine or behind a network. */
export interface StoredModel {
  readonly runId: string;
  /** Where people find it: an absolute path, or an address. */
  readonly location: string;
  /**
   * The content of a file.
   *
   * @throws {NotFoundError} `FILE_NOT_FOUND`: the model has none of that name.
   * @throws {DataError} `FILE_NOT_PLAIN`: a link, a pipe or a device in place of it.
   * @throws {OutsideError} It cannot be read.
   */
  read(name: string): Promise<Uint8Array>;
  /** Its files with their digests, by name. */
  files(): Promise<StoredFile[]>;
}

/**
 * Keeps the models of runs, one a run, each a set of named files. Implementations pass the suite of `@fraudx/tracking/testing`.
 *
 * A model is there as a whole or not at all, and is saved once; what is learned of it later, such as its evaluation, is added as further files. What the
 * files mean is not the store's business.
 */
export interface ModelStore {
  /**
   * Keeps the files that `write` puts into an empty folder of this machine, all at once when it has ended; where it fails, nothing is kept. The folder
   * is gone afterwards.
   *
   * @throws {ConflictError} `MODEL_EXISTS`: the run has a model; it stays as it is.
   * @throws {InvalidArgumentError} `INVALID_RUN`: not the id of a run. `MODEL_EMPTY`: nothing was written.
   * @throws {OutsideError} It cannot be kept.
   */
  save(runId: string, write: (folder: string) => Promise<void>): Promise<StoredModel>;

  /**
   * The model of a run; its files are read when they are asked for.
   *
   * @throws {NotFoundError} `MODEL_NOT_FOUND`.
   */
  load(runId: string): Promise<StoredModel>;

  /**
   * Adds a file to a kept model, or replaces it: readers see the old content or the new one.
   *
   * @throws {NotFoundError} `MODEL_NOT_FOUND`.
   * @throws {InvalidArgumentError} The name is malformed; see `checkArtifactName`.
   */
  writeFile(runId: string, name: string, content: string | Uint8Array): Promise<void>;

  /** Ids of the runs that have a model, sorted. */
  list(): Promise<string[]>;

  /** Removes the model of a run; nothing changes where there is none. */
  delete(runId: string): Promise<void>;

  /** Where people find the model of a run, or would. */
  locationOf(runId: string): string;
}
