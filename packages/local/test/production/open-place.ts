import type { LocalProduction } from '../../src/index.ts';
import { openLocalProduction } from '../../src/index.ts';

/** For `promoteInChild`. */
export function open(place: { readonly folder: string }): LocalProduction {
  return openLocalProduction(place.folder);
}
