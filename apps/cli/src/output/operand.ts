import { shellQuoted } from '@fraudx/core';

/**
 * An id as an argument of a command that a message proposes. One that begins with `-` would be read as an option: nothing here gives such an id, so that it
 * came from a store of somebody else, and `ID` stands in its place.
 */
export function operand(id: string): string {
  return id.startsWith('-') ? 'ID' : shellQuoted(id);
}
