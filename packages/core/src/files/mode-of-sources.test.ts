import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  expect(modeOfSources([secret])()).toBe(0o600);
  expect(modeOfSources([open, team])()).toBe(0o640);
  expect(modeOfSources([open, undefined])()).toBe(0o644);
  expect(modeOfSources([source('fixed', 0o444)])()).toBe(0o644);
  expect(modeOfSources([source('any', 0o777)])()).toBe(0o666);
  for (const none of [[], [undefined], ['s3://b/k.csv', 'redis://h'], [join(folder, 'absent')]]) {
    expect(modeOfSources(none)()).toBeUndefined();
  }
});

it.skipIf(process.platform === 'win32')(
  'takes what both looks allow, and gives nothing to others where the second finds another file',
  () => {
    const [path, other, link] = ['closing', 'other', 'link'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const at of [path, other]) writeFileSync(at, '');
    for (const [first, second] of [
      [0o600, 0o644],
      [0o644, 0o600],
    ] as const) {
      chmodSync(path, first);
      const modeNow = modeOfSources([path]);
      chmodSync(path, second);
      expect(modeNow()).toBe(0o600);
    }
    symlinkSync(path, link);
    const modeNow = modeOfSources([link]);
    rmSync(link);
    expect(modeNow()).toBe(0o600);
    symlinkSync(other, link);
    expect(modeNow()).toBe(0o600);
  },
);
