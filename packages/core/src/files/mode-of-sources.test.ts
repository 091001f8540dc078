import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { modeOfSources } from './mode-of-sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'fraudx-mode-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.skipIf(process.platform === 'win32')('gives nobody what one of the sources does not give', () => {
  const source = (name: string, mode: number): string => {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), mode);
    return join(folder, name);
  };
  const secret = source('secret', 0o600);
  const team = source('team', 0o640);
  const open = source('open', 0o644);
  expect(modeOfSources([secret])).toBe(0o600);
  expect(modeOfSources([open, team])).toBe(0o640);
  expect(modeOfSources([open, undefined])).toBe(0o644);
  expect(modeOfSources([source('fixed', 0o444)])).toBe(0o644);
  expect(modeOfSources([source('any', 0o777)])).toBe(0o666);
  for (const none of [[], [undefined], ['s3://b/k.csv', 'redis://h'], [join(folder, 'absent')]]) {
    expect(modeOfSources(none)).toBeUndefined();
  }
});
