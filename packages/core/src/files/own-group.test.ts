import { expect, it } from 'vitest';
import { isOwnGroup } from './own-group.ts';

const files: Record<string, string> = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\nbob:x:1001:100::/home/bob:/bin/sh\n',
  '/etc/group': 'root:x:0:\nusers:x:100:\nada:x:1000:\nteam:x:2000:ada,bob\nbob:x:1001:ada\n',
};
const read = (path: string): string => files[path]!;
const none = (): string => {
  throw new Error('ENOENT');
};

it.each([
  [1000, [0, 1000], true, 'her own'],
  [0, [0, 1000], true, 'of the administrator'],
  [1000, [0, 1001], false, 'of another user'],
  [2000, [0, 1000], false, 'of a team'],
  [100, [0, 1001], false, 'of all users, though it is his first'],
  [1001, [0, 1001], false, 'his own by name, with another member'],
  [4000, [0, 4000], true, 'unknown to the system, of the number of the user'],
  [4000, [0, 1000], false, 'unknown to the system'],
])('group %i for users %j: %s, %s', (gid, uids, own) => {
  expect(isOwnGroup(gid, uids, read)).toBe(own);
});

it('goes by numbers where the system has no such files', () => {
  expect(isOwnGroup(1000, [0, 1000], none)).toBe(true);
  expect(isOwnGroup(1000, [0, 1001], none)).toBe(false);
});
