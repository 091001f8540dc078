import { describe, expect, it } from 'vitest';
import { RedisReplies, RedisReplyError } from './redis-replies.ts';
import type { RedisReply, ReplyLimits } from './redis-replies.ts';

/** The replies of these bytes, however they are cut. */
function read(bytes: string, cut: number, limits: ReplyLimits = {}): RedisReply[] {
  const replies = new RedisReplies(limits);
  const all: RedisReply[] = [];
  const whole = Buffer.from(bytes);
  for (let at = 0; at < whole.length; at += cut) {
    replies.push(whole.subarray(at, at + cut));
    for (let one = replies.next(); one !== undefined; one = replies.next()) all.push(one);
  }
  return all;
}

describe('RedisReplies', () => {
  it.each([1, 2, 3, 7, 1000])('reads replies that come %d bytes at a time', (cut) => {
    const bytes =
      '+OK\r\n:-12\r\n$-1\r\n*-1\r\n$0\r\n\r\n*0\r\n-ERR no\r\n*2\r\n$1\r\n7\r\n*3\r\n$4\r\na\r\nb\r\n*1\r\n:1\r\n$4\r\n€x\r\n+Z\r\n';
    expect(read(bytes, cut)).toEqual([
      'OK',
      -12,
      null,
      null,
      '',
      [],
      new RedisReplyError('ERR no'),
      ['7', ['a\r\nb', [1], '€x']],
      'Z',
    ]);
  });

  it.each([
    ['*99999999999\r\n', 'a reply of more than 64 MiB'],
    ['$99999999999\r\n', 'a reply of more than 64 MiB'],
    ['*1\r\n'.repeat(200_000), 'arrays nested more than 8 deep'],
    [`+${'x'.repeat(70_000)}`, 'a line of more than 64 KiB'],
    [`*2000000\r\n${'*0\r\n'.repeat(10)}`, 'a reply of more than 1,048,576 items'],
    [`*1000\r\n${`*2000\r\n${':1\r\n'.repeat(2000)}`.repeat(1000)}`, 'a reply of more than 1,048,576 items'],
    ['*2\r\n-\r\n-\r\n', 'an error within an array'],
    ['*x\r\n', 'a number that is none'],
    ['HTTP/1.1 400 Bad Request\r\n', '"H" where a reply must begin'],
    ['\u0016\r\n', 'byte 0x16 where a reply must begin'],
  ])('refuses %.20s…', (bytes, message) => {
    for (const cut of [1000, bytes.length]) expect(() => read(bytes, cut)).toThrow(message);
  });

  it('counts bytes and items of a reply, not of all', () => {
    expect(read('*2\r\n:1\r\n:2\r\n'.repeat(9), 5, { items: 2 })).toHaveLength(9);
    const texts = '*2\r\n$8\r\n12345678\r\n$8\r\n12345678\r\n';
    expect(read(texts.repeat(9), 5, { bytes: 40 })).toHaveLength(9);
    expect(() => read(texts, 5, { bytes: 25 })).toThrow('a reply of more than');
  });
});
