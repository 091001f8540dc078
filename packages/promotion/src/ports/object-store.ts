/** An object with its content. */
export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** Changes with every change of content; opaque. */
  readonly etag: string;
  /** Version of the object, where the back end keeps versions. */
  readonly versionId?: string;
}

/** Conditions and treatment of a write; at most one condition. */
export interface PutObjectOptions {
  /** Only when no object has the key. */
  readonly ifNoneMatch?: '*';
  /** Only when the object has this etag. */
  readonly ifMatch?: string;
  readonly contentType?: string;
  /** The content holds secrets: encrypt with a managed key, or keep it readable by the owner alone. Default false. */
  readonly sensitive?: boolean;
}

/**
 * Bytes by key with compare-and-set: an S3 bucket, or a folder that behaves like one.
 *
 * A write is whole or absent, and atomic against every other process. Every method raises `OutsideError` when the back end
 * cannot be reached or refuses.
 */
export interface ObjectStore {
  /** Where an object lies, for people: `s3://bucket/key` or a file path. */
  uri(key: string): string;
  /** The object, or undefined when the key is free. */
  get(key: string): Promise<StoredObject | undefined>;
  /**
   * Writes an object.
   *
   * @throws {ConflictError} `OBJECT_CHANGED`: the condition does not hold; nothing was written.
   */
  put(
    key: string,
    body: Uint8Array,
    options?: PutObjectOptions,
  ): Promise<{ readonly etag: string; readonly versionId?: string }>;
  /**
   * Removes an object; a free key is no error unless `ifMatch` is given.
   *
   * @throws {ConflictError} `OBJECT_CHANGED`: the etag is another one, or the key is free.
   */
  delete(key: string, options?: { readonly ifMatch?: string }): Promise<void>;
  /** Keys that begin with `prefix`, sorted, all pages. */
  list(prefix: string): Promise<string[]>;
}
