import { describe, expect, it } from 'vitest';
import { dataAddress, withoutSecrets, withoutSecretsInside } from './data-address.ts';

describe('dataAddress', () => {
  it('leaves addresses as they are and resolves paths', () => {
    expect(dataAddress('/a', 'redis://h:1/0?match=x:*')).toBe('redis://h:1/0?match=x:*');
    expect(dataAddress('/a', 's3://bucket/key.csv')).toBe('s3://bucket/key.csv');
    expect(dataAddress('/a', 'b/c.csv')).toBe('/a/b/c.csv');
  });
});

describe('a misspelt address', () => {
  it.each(['REDIS://:hush@h/0', 'redis:/:hush@h/0', 'Redis:hush@h', 'rediss:///:hush@h'])(
    '%s is one of Redis, never a path',
    (text) => expect(dataAddress('/a', text)).toBe(text),
  );

  it.each([
    'redi://:hush@h/0',
    'https://me:hush@h/d.csv',
    'valkey:hush@h',
    'redis//:hush@h/0',
    'redis//hush@h',
    'edis//me:hush@h',
    '//:hush@h',
    ':hush@h/0',
  ])('%s is refused and not shown', (text) => {
    expect(() => dataAddress('/a', text)).toThrow(/^data: address must begin with (?!.*hush)/);
  });

  it.each([
    'https://b.s3.amazonaws.com/x.csv?X-Amz-Signature=hu@hush',
    'HTTPS:/b/x.csv?hush',
    'http://h/hush.csv',
    'gs://b/hush.csv',
    'postgres://h/hush',
  ])('%s is no path', (text) => {
    expect(() => dataAddress('/a', text)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_ADDRESS', hint: expect.stringContaining('s3://bucket/key') }),
    );
    expect(() => dataAddress('/a', text)).toThrow(/^data: address must begin with (?!.*hush)/);
  });

  it('is not seen in names of files', () => {
    expect(dataAddress('/a', './x:y@z.csv')).toBe('/a/x:y@z.csv');
    expect(dataAddress('/a', 'C:x.csv')).toBe('/a/C:x.csv');
    expect(dataAddress('/a', 'b//x@y.csv')).toBe('/a/b/x@y.csv');
    expect(dataAddress('/a', './:x@y.csv')).toBe('/a/:x@y.csv');
    expect(dataAddress('/a', 'x@y.csv')).toBe('/a/x@y.csv');
  });
});

describe('withoutSecrets', () => {
  it.each([
    ['redis://me:hush@h:1/0?match=x:*', 'redis://h:1/0?match=x:*'],
    ['--data=rediss://:hush@h/0', '--data=rediss://h/0'],
    ['redis://h:1/0', 'redis://h:1/0'],
    ['me@example.org', 'me@example.org'],
    ['s3://bucket/a@b.csv', 's3://bucket/a@b.csv'],
    ['redis://:p@ss@w0rd@h:1/0?match=x:*', 'redis://h:1/0?match=x:*'],
    ['redis://:p/w@h:1/0', 'redis://h:1/0'],
    ['redis://:p?w@h/0', 'redis://h/0'],
    ['redis://h:1/0?match=a@b', 'redis://h:1/0?match=a@b'],
    ['redis://me:hush@h:1/0?match=a@b', 'redis://h:1/0?match=a@b'],
    ['REDIS://:hush@h/0', 'REDIS://h/0'],
    ['redis:/:hush@h/0', 'redis:/h/0'],
    ['redis:hush@h', 'redis:h'],
    ['http://me:hush@h:1/a?b#c', 'http://h:1/a?b#c'],
    ['--endpoint-url=HTTPS://me:hu@sh@h', '--endpoint-url=HTTPS://h'],
    ['got "http://hush@h/x", see', 'got "http://h/x", see'],
    ['http://me:hu/sh@h/x', 'http://h/x'],
    ['http://me:hu?sh@h', 'http://h'],
    ['https://h/a@b?c=d@e', 'https://h/a@b?c=d@e'],
    ['http://h:80/a@b', 'http://h:80/a@b'],
    ['http://[::1]:80/a@b', 'http://[::1]:80/a@b'],
    ['"http://h:80", or a@b', '"http://h:80", or a@b'],
    ['s3://AKIAX:ab/cdSECRET@bucket/x.csv', 's3://bucket/x.csv'],
    ['S3:/AKIAX:a@b/cd@bucket/x.csv', 'S3:/bucket/x.csv'],
    ['--data=s3://AKIAX:ab/cdSECRET/x.csv', '--data=s3://…'],
    ['s3://hush@bucket/x', 's3://bucket/x'],
    ['"s3://bucket", or a@b', '"s3://bucket", or a@b'],
    ['must be s3://bucket/key, got "s3://"', 'must be s3://bucket/key, got "s3://"'],
    [
      's3://arn:aws:s3:eu-west-1:123456789012:accesspoint/a/b@c',
      's3://arn:aws:s3:eu-west-1:123456789012:accesspoint/a/b@c',
    ],
    ['valkey://me:hush@h:1/0', 'valkey://h:1/0'],
    ['--to=postgres://me:hu/sh@h/db, or', '--to=postgres://h/db, or'],
    ['jdbc:postgresql://h/db?user=u&password=hush&ssl=1', 'jdbc:postgresql://h/db?user=u&password=…&ssl=1'],
    ['postgres://h/db?PASSWORD=hush"', 'postgres://h/db?PASSWORD=…"'],
    ['got "//me:hush@h/x"', 'got "//h/x"'],
    ['//me@h/x a//b:c@d', '//me@h/x a//b:c@d'],
    ['http://h,postgres://me:hush@g', 'http://h,postgres://g'],
    ['gs://bucket/a@b.csv', 'gs://bucket/a@b.csv'],
    ['file:///C:/a/@b/c.js:1:2', 'file:///C:/a/@b/c.js:1:2'],
    [
      'https://b/x.csv?X-Amz-Credential=AKIA%2F1&X-Amz-Date=1&X-Amz-Security-Token=hush&x-amz-signature=hush#a',
      'https://b/x.csv?X-Amz-Credential=…&X-Amz-Date=1&X-Amz-Security-Token=…&x-amz-signature=…#a',
    ],
    ['redis://u:p q@h/0?password=hush', 'redis://h/0?password=…'],
  ])('%s', (text, shown) => expect(withoutSecrets(text)).toBe(shown));

  it.each(['://', '//', '://a', '//:', '?sig=', ':', 'a.', 'a@', '//a:@ ', 'redis:', 'x://a:'])(
    'takes a time that grows with the length of many %s',
    (piece) => {
      const timed = (count: number): number => {
        const text = piece.repeat(count);
        const start = performance.now();
        withoutSecrets(text);
        return performance.now() - start;
      };
      timed(1000);
      // What grows with the square takes 256 times as long.
      expect(timed(160_000)).toBeLessThan(64 * timed(10_000) + 100);
    },
  );

  it('refuses blanks in an address, and hides a password that has some', () => {
    for (const address of ['redis://default:pa ss@w@h:1/0', 'redis://u:p\tq@h', 'rediss://u:p\nq@h']) {
      expect(() => dataAddress('/work', address)).toThrow(expect.objectContaining({ code: 'UNKNOWN_ADDRESS' }));
      const shown = withoutSecrets(address);
      expect(shown).not.toMatch(/pa|ss@|[pq]/);
    }
    for (const address of [
      's3://key:secret@bucket/x',
      's3://AKIAX:ab/cdsecret@bucket/x.csv',
      's3://AKIAX:secret',
      's3://arn:secret@b/x',
    ]) {
      expect(() => dataAddress('/work', address)).toThrow(/^data: (?!.*secret).*must hold no user and password/);
    }
    for (const address of [
      's3://a.b-c_D1/e:f@g',
      's3://arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:p/x',
      's3:///x',
    ]) {
      expect(dataAddress('/work', address)).toBe(address);
    }
    expect(dataAddress('/work', 's3://bucket/a@b.csv')).toBe('s3://bucket/a@b.csv');
  });
});

describe('withoutSecretsInside', () => {
  it('looks at every text of a value', () => {
    const value = { 'a@b': ['redis://:hush@h', { c: 'http://u:hush@h/x', d: null, e: 1, f: true }] };
    expect(withoutSecretsInside(value)).toEqual({ 'a@b': ['redis://h', { c: 'http://h/x', d: null, e: 1, f: true }] });
  });
});
