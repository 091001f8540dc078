import type { ErrorKind } from '@fraudx/core';

/** The exit codes of every command. */
export const EXIT = {
  done: 0,
  negative: 1,
  usage: 2,
  outside: 3,
  conflict: 4,
  internal: 70,
  interrupted: 130,
} as const;

/** The exit code of a failure of this kind. */
export function exitCodeOf(kind: ErrorKind): number {
  switch (kind) {
    case 'invalid':
    case 'state':
    case 'absent':
      return EXIT.usage;
    case 'conflict':
      return EXIT.conflict;
    case 'outside':
      return EXIT.outside;
    case 'interrupted':
      return EXIT.interrupted;
    case 'internal':
      return EXIT.internal;
  }
}
