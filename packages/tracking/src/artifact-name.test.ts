import { describe, expect, it } from 'vitest';
import { checkArtifactName } from './artifact-name.ts';

describe('checkArtifactName', () => {
  it.each(['model/booster.json', 'a b', '~', 'größe/欺詐.csv', '\u007f', '\uffff'])('accepts %j', (name) => {
    expect(checkArtifactName(name)).toBe(name);
  });

  it.each(['', '/a', 'a/', 'a//b', '../a', './a', 'a\\b', 'c:a', 'a\nb', 'a\u0000', '\u001f', 'x'.repeat(201)])(
    'refuses %j',
    (name) => {
      expect(() => checkArtifactName(name)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARTIFACT_NAME' }) as Error,
      );
    },
  );
});
