import { pathToFileURL } from 'node:url';
import { readTextFile } from '@fraudx/core/files';
import type { Column, Frame, JsonValue } from '@fraudx/core';
import { DataError, sha256 } from '@fraudx/core';

/** A strategy written by a user: the export `strategy` of a module. */
export interface CustomStrategy {
  /** Raw columns it reads. */
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
 * Loads a user's strategy from a module, which runs its code: load only what you trust.
 *
 * @param path - Absolute path of a `.ts` or `.js` module that exports `strategy`.
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `STRATEGY_INVALID`: it cannot be imported, or exports no strategy.
 */
export async function loadStrategy(path: string): Promise<LoadedStrategy> {
  const digest = sha256(await readTextFile(path));
  let found: { readonly strategy?: unknown };
  try {
    found = (await import(pathToFileURL(path).href)) as typeof found;
  } catch (error) {
    throw new DataError('STRATEGY_INVALID', `loadStrategy: module must be importable, got a failure from ${path}`, {
      details: { module: path },
      cause: error,
    });
  }
  if (!isStrategy(found.strategy)) {
    throw new DataError('STRATEGY_INVALID', `loadStrategy: module must export "strategy", got none from ${path}`, {
      details: { module: path },
      hint: 'Export const strategy = { inputs: [...], fit(train, y) { … }, transform(frame, state) { … } }.',
    });
  }
  return { strategy: found.strategy, module: path, sha256: digest };
}
