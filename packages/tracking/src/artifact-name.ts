import { InvalidArgumentError } from '@fraudx/core';

/**
 * Checks the name of an artifact and returns it.
 *
 * @throws {InvalidArgumentError} `INVALID_ARTIFACT_NAME`: absolute, with `..`, a backslash, a control character, an empty part or above 200 characters.
 */
export function checkArtifactName(name: string): string {
  const parts = name.split('/');
  const ok = parts.every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\:]|[^ -\uffff]/.test(name);
  if (!ok || name.length > 200) {
    throw new InvalidArgumentError(
      `artifact: name must be a relative path of at most 200 characters without "..", got ${JSON.stringify(name)}`,
      { code: 'INVALID_ARTIFACT_NAME', hint: 'Use a name such as model/booster.json.' },
    );
  }
  return name;
}
