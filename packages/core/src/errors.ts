/** What kind of failure an error is; the CLI turns it into an exit code, callers may branch on it. */
export type ErrorKind = 'invalid' | 'state' | 'absent' | 'conflict' | 'outside' | 'interrupted' | 'internal';

/** A JSON value, as stored in records and error details. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Options of every {@link FraudxError}. */
export interface FraudxErrorOptions {
  /** Machine-readable facts: file, row, column, field, expected, received. */
  readonly details?: Readonly<Record<string, JsonValue>>;
  /** Who refuses: a function, a class or a part of the work. It stands in front of the message. Default: nobody. */
  readonly subject?: string | undefined;
  /** What the user can do next, one sentence. */
  readonly hint?: string;
  /** The error that caused this one. */
  readonly cause?: unknown;
}

/** Marks errors of every copy of this package: a program that is one file, and a module of the user's own that it runs, have one each. */
const brand = Symbol.for('fraudx.error');

/**
 * Root of all errors that fraudx raises on purpose.
 *
 * `code` is a stable literal to branch on; `kind` decides the exit code; `message` has the form
 * `subject: argument must …, got …`, of which `statement` is what follows the subject.
 */
export class FraudxError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, JsonValue>>;
  readonly hint: string | undefined;
  readonly subject: string | undefined;
  readonly statement: string;

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== FraudxError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && brand in value;
  }

  constructor(kind: ErrorKind, code: string, statement: string, options: FraudxErrorOptions = {}) {
    const { subject, cause } = options;
    super(subject === undefined ? statement : `${subject}: ${statement}`, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, brand, { value: true });
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.details = options.details ?? {};
    this.hint = options.hint;
    this.subject = subject;
    this.statement = statement;
  }
}

/** A bad argument, option, config value or input file. Exit code 2. */
export class InvalidArgumentError extends FraudxError {
  constructor(message: string, options: FraudxErrorOptions & { readonly code?: string } = {}) {
    super('invalid', options.code ?? 'INVALID_ARGUMENT', message, options);
  }
}

/** Lengths or dimensions that do not fit together. Exit code 2. */
export class ShapeError extends FraudxError {
  constructor(message: string, options: FraudxErrorOptions = {}) {
    super('invalid', 'SHAPE', message, options);
  }
}

/** Data that cannot be used as it is; `details` name file, row and column where known. Exit code 2. */
export class DataError extends FraudxError {
  constructor(code: string, message: string, options: FraudxErrorOptions = {}) {
    super('invalid', code, message, options);
  }
}

/** A call in the wrong state: predicting before fitting, finishing twice. Exit code 2. */
export class StateError extends FraudxError {
  constructor(code: string, message: string, options: FraudxErrorOptions = {}) {
    super('state', code, message, options);
  }
}

/** Something named by the user does not exist: a file, a run, a column. Exit code 2. */
export class NotFoundError extends FraudxError {
  constructor(code: string, message: string, options: FraudxErrorOptions = {}) {
    super('absent', code, message, options);
  }
}

/** Somebody else holds a lock or changed what we were about to change. Exit code 4. */
export class ConflictError extends FraudxError {
  constructor(code: string, message: string, options: FraudxErrorOptions = {}) {
    super('conflict', code, message, options);
  }
}

/** Disk, network or a remote service failed; `retryable` says whether trying again can help. Exit code 3. */
export class OutsideError extends FraudxError {
  readonly retryable: boolean;
  constructor(code: string, message: string, options: FraudxErrorOptions & { readonly retryable?: boolean } = {}) {
    super('outside', code, message, options);
    this.retryable = options.retryable ?? false;
  }
}

/** The user or a signal stopped the work; state is consistent and resumable. Exit code 130. */
export class InterruptedError extends FraudxError {
  constructor(message: string, options: FraudxErrorOptions = {}) {
    super('interrupted', 'INTERRUPTED', message, options);
  }
}

/** A broken invariant: a bug in fraudx. Only the process edge catches it. Exit code 70. */
export class InternalError extends FraudxError {
  constructor(message: string, options: FraudxErrorOptions = {}) {
    super('internal', 'INTERNAL', message, options);
  }
}

/**
 * Throws {@link InterruptedError} when `signal` is aborted.
 *
 * @param owner - Who was interrupted, first word of the message.
 */
export function throwIfAborted(signal: AbortSignal | undefined, owner: string): void {
  if (signal?.aborted) throw new InterruptedError('interrupted', { subject: owner, cause: signal.reason });
}
