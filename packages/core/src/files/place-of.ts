import { isAbsolute, relative, sep } from 'node:path';
import { wayTo } from './way-to.ts';

/** Where a path leads with all links followed, also where its end is not there yet. */
export function placeOf(path: string): string {
  try {
    return wayTo(path, []).real;
  } catch {
    return path; // e.g. links in a circle: whoever opens it says so
  }
}

/** Whether a path is a folder or lies in it, by their texts. */
export function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest.split(sep)[0] !== '..' && !isAbsolute(rest);
}
