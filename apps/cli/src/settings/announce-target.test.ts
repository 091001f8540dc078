import { configFields } from '@fraudx/pipelines/config';
import { expect, it } from 'vitest';
import { announceConnection, announceTarget, targetOnlyBy } from './announce-target.ts';

it('names every key of the target that only the config gives, in one note', () => {
  const keys = (['promotion', 'aws'] as const).flatMap((section) =>
    Object.keys(configFields[section].schema().shape).map((key) => [section, key] as const),
  );
  expect(keys.length).toBeGreaterThan(12);
  const file: Record<string, Record<string, unknown>> = { promotion: {}, aws: {} };
  for (const [section, key] of keys) file[section]![key] = `of ${key}`;
  file['promotion']!['target'] = 'aws';
  const said: string[] = [];
  const announce = (given: Record<string, Record<string, unknown>>): void => {
    const only = targetOnlyBy(file, given);
    announceTarget(
      file,
      { configPath: '/p/fraudx.yaml', isFound: true, only },
      { err: (text) => void said.push(text) },
    );
  };
  announce({ promotion: { prune: undefined } });
  for (const [section, key] of keys) expect(said[0]).toContain(` ${section}.${key} `);
  expect(said[0]).toContain('promotion.target aws');
  expect(said[0]!.match(/\n/g)).toHaveLength(1);
  announce({ promotion: { configBucket: 'mine', prune: false } });
  expect(said[1]).not.toContain('configBucket');
  expect(said[1]).not.toContain('prune');
  expect(said[1]).toContain('promotion.parameterPrefix "of parameterPrefix"');
});

it('says nothing of another target, nor where all is named', () => {
  const said: string[] = [];
  const io = { err: (text: string): void => void said.push(text) };
  const found = { configPath: '/p/fraudx.yaml', isFound: true };
  announceTarget({ promotion: { target: 'local' } }, { ...found, only: new Map([['promotion.prune', true]]) }, io);
  announceTarget({ promotion: { target: 'aws' } }, { ...found, only: new Map() }, io);
  expect(said).toEqual([]);
});

it('names every key of the connection that only the config gives where objects are read', () => {
  const file: Record<string, Record<string, unknown>> = { promotion: { target: 'local' }, aws: {} };
  const keys = Object.keys(configFields.aws.schema().shape);
  for (const key of keys) file['aws']![key] = `of ${key}`;
  const said: string[] = [];
  const io = { err: (text: string): void => void said.push(text) };
  const found = { configPath: '/p/fraudx.yaml', isFound: true };
  announceConnection({ ...found, only: targetOnlyBy(file, { aws: { profile: 'mine' } }) }, io);
  for (const key of keys) expect(said[0]!.includes(` aws.${key} `), key).toBe(key !== 'profile');
  expect(said[0]).not.toContain('promotion');
  announceConnection({ ...found, only: targetOnlyBy({ promotion: { target: 'local' } }, {}) }, io);
  expect(said).toHaveLength(1);
});
