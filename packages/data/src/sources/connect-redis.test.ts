import { describe, expect, it } from 'vitest';
import { parseRedisAddress } from './connect-redis.ts';

describe('parseRedisAddress', () => {
  it.each(['redis://h:6379/0', 'redis://h', 'REDIS://:pw@h:1/2', 'rediss://u:p%40w@h', 'redis://:p@ss@h:1/0'])(
    'takes %s',
    (address) => {
      expect(parseRedisAddress(address).hostname).toBe('h');
    },
  );

  it.each([
    'redis:/:hush@h/0',
    'redis:hush@h',
    'redis:///:hush@h',
    'redis://u:12/hush@h:6379/0',
    'redis://:hush#x@h',
    'redis://:hu%sh@h',
    'redis://u:hush/x@h',
    'redis://',
  ])('refuses %s without showing any of it', (address) => {
    let message = '';
    try {
      parseRedisAddress(address);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('must be redis://host:port/db, got something else');
    expect(message).not.toMatch(/hu|sh@/);
  });
});
