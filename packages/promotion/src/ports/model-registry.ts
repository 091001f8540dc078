/** A version of a model, as its registry has it. */
export interface RegistryVersion {
  /** Its full name, e.g. the ARN of a model package: what journal, history and config record. */
  readonly id: string;
  readonly approved: boolean;
  /** The state in the registry's own words, e.g. `PendingManualApproval`. */
  readonly status: string;
}

/** Knows which versions of models were approved: SageMaker Model Registry. Only asked, never changed. */
export interface ModelRegistry {
  /**
   * How a version stands.
   *
   * @param version - Its full name, or a shorter one that the registry understands.
   * @throws {NotFoundError} `REGISTRY_VERSION_NOT_FOUND`.
   */
  describeVersion(version: string): Promise<RegistryVersion>;
}
