import { expect, it, vi } from 'vitest';
import { sqliteModule } from './sqlite-module.ts';

it('drops the experimental warning of sqlite while it loads, and nothing else', () => {
  const shown: string[] = [];
  const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    shown.push(String(warning));
  });
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  const real = process.getBuiltinModule('node:sqlite');
  const load = vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
    process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
    process.emitWarning('Something else is experimental', 'ExperimentalWarning');
    process.emitWarning('SQLite is slow today', { type: 'OtherWarning' });
    return real;
  });
  expect(sqliteModule()).toBe(real);
  expect(shown).toEqual(['Something else is experimental', 'SQLite is slow today']);
  expect(Object.getOwnPropertyDescriptor(process, 'emitWarning')).toEqual(before);
  load.mockRestore();
  emitWarning.mockRestore();
});
