import { describe, expect, it } from 'vitest';
import { dataAddress, withoutSecrets } from './data-address.ts';

describe('dataAddress', () => {
  it('leaves addresses as they are and resolves paths', () => {
    expect(dataAddress('/a', 'redis://h:1/0?match=x:*')).toBe('redis://h:1/0?match=x:*');
    expect(dataAddress('/a', 's3://bucket/key.csv')).toBe('s3://bucket/key.csv');
    expect(dataAddress('/a', 'b/c.csv')).toBe('/a/b/c.csv');
  });
});

describe('withoutSecrets', () => {
  it.each([
    ['redis://me:hush@h:1/0?match=x:*', 'redis://h:1/0?match=x:*'],
    ['--data=rediss://:hush@h/0', '--data=rediss://h/0'],
    ['redis://h:1/0', 'redis://h:1/0'],
    ['me@example.org', 'me@example.org'],
  ])('%s', (text, shown) => expect(withoutSecrets(text)).toBe(shown));
});
