import { realpath } from 'node:fs/promises';
import type { FileIdentity } from '@fraudx/core/files';
import { mostBytes, readTextFile, translateFileError } from '@fraudx/core/files';
import type { Column, JsonValue } from '@fraudx/core';
import { DataError, Frame, FraudxError, OutsideError, sha256, shownValue } from '@fraudx/core';
import { importText } from './import-text.ts';

/** A strategy written by a user: the export `strategy` of a module. */
export interface CustomStrategy {
  /** Raw columns it reads; not the label. */
  readonly inputs: readonly string[];
  /** Learns from training rows only; what it returns is stored with the model as JSON. */
  fit(train: Frame, y: Uint8Array): JsonValue;
  /** Columns to add, nRows each, always of the same names and kinds; a row's values may depend on that row and `state` only. */
  transform(frame: Frame, state: JsonValue): readonly Column[];
}

/** A loaded strategy with the identity of its module. */
export interface LoadedStrategy {
  readonly strategy: CustomStrategy;
  readonly module: string;
  /** SHA-256 of the module's text. */
  readonly sha256: string;
}

function isStrategy(value: unknown): value is CustomStrategy {
  if (typeof value !== 'object' || value === null) return false;
  const { inputs, fit, transform } = value as Partial<CustomStrategy>;
  return Array.isArray(inputs) && typeof fit === 'function' && typeof transform === 'function';
}

/**
 * What a step of a user's strategy gives; its own errors say whose they are.
 *
 * @throws {DataError} `STRATEGY_FAILED`.
 */
function own<T>({ module }: LoadedStrategy, step: 'fit' | 'transform', run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof FraudxError) throw cause;
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('STRATEGY_FAILED', `features: ${step} of the strategy must not fail, got: ${what}`, {
      details: { module, step },
      hint: `Correct ${module}.`,
      cause,
    });
  }
}

/**
 * What a strategy learns from training rows, as it will be read from the model folder: training sees nothing that JSON cannot hold.
 *
 * @throws {DataError} `STRATEGY_INVALID`: it learns nothing that can be stored, or reads the label. `STRATEGY_FAILED`.
 */
export function fitStrategy(custom: LoadedStrategy, train: Frame, y: Uint8Array, target: string): JsonValue {
  const { strategy, module } = custom;
  const refuse = (message: string, hint: string): DataError =>
    new DataError('STRATEGY_INVALID', `features: ${message}`, { details: { module }, hint });
  if (strategy.inputs.includes(target)) {
    throw refuse(
      `inputs of the strategy must not name the target, got "${target}"`,
      'fit gets the labels as its second argument; transform must do without, as at prediction.',
    );
  }
  const state = JSON.stringify(own(custom, 'fit', () => strategy.fit(train.select(strategy.inputs), y))) as
    | string
    | undefined;
  if (state === undefined) throw refuse('fit of the strategy must return JSON, got nothing', 'Return null or {}.');
  return JSON.parse(state) as JsonValue;
}

/** What a strategy gave in place of columns; undefined for a list of them. */
function notColumns(given: unknown): string | undefined {
  if (given instanceof Frame) return 'a Frame';
  if (given instanceof Promise) return 'a promise';
  if (!Array.isArray(given)) return shownValue(given);
  const at = given.findIndex((column: unknown) => {
    if (typeof column !== 'object' || column === null) return true;
    const { kind, name, values, codes } = column as Record<string, unknown>;
    if (typeof name !== 'string' || typeof kind !== 'string') return true;
    return kind === 'categorical' ? codes === undefined : values === undefined;
  });
  return at < 0 ? undefined : `something else at place ${at + 1}`;
}

/**
 * The columns of a strategy.
 *
 * @throws {DataError} `STRATEGY_FAILED`. `STRATEGY_INVALID`: what it gives is no list of columns.
 */
export function transformStrategy(custom: LoadedStrategy, frame: Frame, state: JsonValue): readonly Column[] {
  const given: unknown = own(custom, 'transform', () =>
    custom.strategy.transform(frame.select(custom.strategy.inputs), state),
  );
  const wrong = notColumns(given);
  if (wrong === undefined) return given as readonly Column[];
  throw new DataError(
    'STRATEGY_INVALID',
    `features: transform of the strategy must return a list of columns, got ${wrong}`,
    {
      details: { module: custom.module },
      hint: `Return [{ kind: 'numeric', name, values }] from transform of ${custom.module}, with a value for each row; it must not be async.`,
    },
  );
}

/** A module that was looked at before its code may run. */
export interface CheckedModule extends FileIdentity {
  /** Its path with all links followed: what a link leads to may change. */
  readonly real: string;
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}

/** How to load a strategy. */
export interface LoadStrategyOptions {
  /** The file that was found behind the path when its owner was checked; another one is refused. Default: what the path leads to now. */
  readonly checked?: CheckedModule | undefined;
  /** SHA-256 of the only text whose code may run, e.g. the one that a model was made with. Default: any. */
  readonly sha256?: string;
}

/**
 * Loads a user's strategy from a module, which runs its code: load only what you trust.
 *
 * @param path - Absolute path of a `.ts` or `.js` module that exports `strategy`.
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `STRATEGY_NEEDED`: the module has another text than `options.sha256`; its code has not run. `STRATEGY_INVALID`: it
 *   cannot be imported, or exports no strategy. `FILE_NOT_PLAIN`: a pipe or a device.
 * @throws {OutsideError} `FILE_REPLACED`: another file lies where the checked one was.
 */
export async function loadStrategy(path: string, options: LoadStrategyOptions = {}): Promise<LoadedStrategy> {
  const { checked } = options;
  // links are followed once: what is read, what is compared and what runs is one file
  const real = checked?.real ?? (await realPath(path));
  const digest = sha256(await readTextFile(real, { most: mostBytes.module, plain: true, sameAs: checked }));
  if (options.sha256 !== undefined && options.sha256 !== digest) {
    throw new DataError('STRATEGY_NEEDED', `module must be the one of training, got another version in ${path}`, {
      subject: 'loadStrategy',
      details: { module: path, expected: options.sha256, received: digest },
      hint: 'Restore the module as it was at training, or train again.',
    });
  }
  let found: { readonly strategy?: unknown };
  try {
    found = (await importText(real, digest)) as typeof found;
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new DataError('STRATEGY_INVALID', `module must be importable, got a failure from ${path}`, {
      subject: 'loadStrategy',
      details: { module: path },
      cause: error,
    });
  }
  if (!isStrategy(found.strategy)) {
    throw new DataError('STRATEGY_INVALID', `module must export "strategy", got none from ${path}`, {
      subject: 'loadStrategy',
      details: { module: path },
      hint: 'Export const strategy = { inputs: [...], fit(train, y) { … }, transform(frame, state) { … } }.',
    });
  }
  return { strategy: found.strategy, module: path, sha256: digest };
}
