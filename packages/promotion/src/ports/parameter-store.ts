/** How a parameter is kept; `SecureString` values are encrypted at rest and never shown. */
export type ParameterType = 'String' | 'StringList' | 'SecureString';

/** A parameter as it stands. */
export interface StoredParameter {
  /** Full path, e.g. `/fraud-detection/hyperparameters/eta`. */
  readonly name: string;
  /** In the clear, also for a `SecureString`; at least one character. */
  readonly value: string;
  readonly type: ParameterType;
  /** Counts writes: 1 after the create, then +1 for every write, even of an equal value. A re-created parameter starts at 1. */
  readonly version: number;
  /** Storage tier, where the back end knows one. */
  readonly tier?: string;
  /** Encryption key of a `SecureString`, where the back end knows it. */
  readonly keyId?: string;
}

/** One write of a parameter's past. */
export interface ParameterVersion {
  readonly version: number;
  /** In the clear, also for a `SecureString`. */
  readonly value: string;
  /** Who wrote it, where the back end knows. */
  readonly modifiedBy?: string;
}

/** A write that says what the writer has seen. */
export interface ParameterWrite {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType;
  /** The version the writer has seen; 0: the parameter must not exist. */
  readonly expectedVersion: number;
  readonly tier?: string;
  readonly keyId?: string;
}

/**
 * Named text values by path: AWS SSM Parameter Store, or a folder that behaves like it.
 *
 * There are no transactions. Every method raises `OutsideError` when the back end cannot be reached or refuses; safe to
 * call from several processes at once.
 */
export interface ParameterStore {
  /** All parameters below `prefix` (any depth, all pages), sorted by name. A `prefix` without parameters gives an empty list. */
  list(prefix: string): Promise<StoredParameter[]>;
  /** The current parameter, or the given version of it; undefined when there is none. */
  get(name: string, version?: number): Promise<StoredParameter | undefined>;
  /** The versions newer than `after` that are kept, oldest first; empty when there is no such parameter. */
  versions(name: string, after: number): Promise<ParameterVersion[]>;
  /**
   * Creates (`expectedVersion` 0) or overwrites a parameter.
   *
   * A back end that can compare refuses with `ConflictError` when the version is another one. One that cannot overwrites, and the
   * returned version is then not `expectedVersion + 1`: the caller must compare. A create of an existing name is always refused.
   *
   * @throws {ConflictError} `PARAMETER_EXISTS` or `PARAMETER_MOVED`; nothing was written.
   */
  put(write: ParameterWrite): Promise<{ readonly version: number }>;
  /**
   * Removes a parameter; a missing one is no error.
   *
   * @throws {ConflictError} `PARAMETER_MOVED` where the back end can compare; nothing was removed.
   */
  delete(name: string, expectedVersion: number): Promise<void>;
}
