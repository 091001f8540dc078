import type * as Sqlite from 'node:sqlite';
import { OutsideError } from '@fraudx/core';

let loaded: typeof Sqlite | undefined;

/**
 * The module `node:sqlite`, loaded without its experimental warning.
 *
 * Older Node versions print one on first use. Only that warning, and only while the module loads, is dropped.
 *
 * @throws {OutsideError} `SQLITE_MISSING`: this Node has no such module.
 */
export function sqliteModule(): typeof Sqlite {
  if (loaded !== undefined) return loaded;
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  const held = Object.getOwnPropertyDescriptor(process, 'emitWarning')!;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const text = warning instanceof Error ? warning.message : warning;
    const [type] = rest;
    const name = typeof type === 'string' ? type : (type as { type?: string } | undefined)?.type;
    if (name === 'ExperimentalWarning' && /sqlite/i.test(text)) return;
    emitWarning(warning, ...rest);
  };
  try {
    loaded = process.getBuiltinModule('node:sqlite') as typeof Sqlite | undefined;
  } finally {
    Object.defineProperty(process, 'emitWarning', held);
  }
  if (loaded === undefined) {
    throw new OutsideError('SQLITE_MISSING', `node must provide node:sqlite, got ${process.version}`, {
      hint: 'Use Node 22.18 or newer.',
    });
  }
  return loaded;
}
