import { afterEach, beforeEach, expect, vi } from 'vitest';

const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;

/** Unexpected console output fails the test that caused it. */
beforeEach(() => {
  for (const method of methods) vi.spyOn(console, method);
});

afterEach(() => {
  const calls = methods.flatMap((method) => vi.mocked(console[method]).mock.calls.map((args) => [method, ...args]));
  vi.restoreAllMocks();
  expect(calls, 'unexpected console output').toEqual([]);
});
