import { posix } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import { checkArtifactName } from './artifact-name.ts';

/** Hex digits of the digest in the path of an artifact whose first place is taken. */
const digits = 12;

/** The path without the beginning of this digest where {@link placeBeside} puts it; undefined where it is not there. */
function withoutDigest(path: string, sha256: string): string | undefined {
  const { dir, name, ext } = posix.parse(path);
  const own = `.${sha256.slice(0, digits)}`;
  if (name.endsWith(own)) return `${dir}/${name.slice(0, -own.length)}${ext}`;
  return ext === own ? `${dir}/${name}` : undefined;
}

/** The first place of an artifact: `run/name`. @throws {InvalidArgumentError} `INVALID_ARTIFACT_NAME`. */
export function firstPlace(runId: string, name: string): string {
  const folder = checkArtifactName(runId);
  if (folder.includes('/')) {
    throw new InvalidArgumentError(`artifact: run id must have no "/", got ${JSON.stringify(runId)}`, {
      code: 'INVALID_ARTIFACT_NAME',
    });
  }
  return checkArtifactName(`${folder}/${checkArtifactName(name)}`);
}

/** Where bytes go whose first place is taken by others: beside it, with the beginning of their digest in the name. */
export function placeBeside(first: string, sha256: string): string {
  const { dir, name, ext } = posix.parse(first);
  return `${dir}/${name}.${sha256.slice(0, digits)}${ext}`;
}

/** Whether bytes of this digest must not lie in their first place, because that would read as a place beside another one. */
export function readsAsBeside(first: string, sha256: string): boolean {
  return withoutDigest(first, sha256) !== undefined;
}

/** The name of the artifact that lies in a place of a run. */
export function nameInPlace(runId: string, path: string, sha256: string): string {
  return (withoutDigest(path, sha256) ?? path).slice(runId.length + 1);
}
