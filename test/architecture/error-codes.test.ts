import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules') && !name.startsWith('dist'))
    .map((name) => join(root, folder, name));
}

const thrown =
  /code: '([A-Z][A-Z_]+)'|(?:StateError|ConflictError|NotFoundError|OutsideError|DataError)\(\s*'([A-Z][A-Z_]+)'/g;

describe('the error codes of the main job and the command line', () => {
  const sources = ['packages/pipelines/src', 'apps/cli/src'].flatMap(filesBelow);
  const tests = [...sources, ...filesBelow('apps/cli/test')].filter((path) => /\.test\.ts$|[/\\]test[/\\]/.test(path));
  const texts = tests.map((path) => readFileSync(path, 'utf8'));
  const codes = new Set(
    sources
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(thrown)].map((match) => match[1] ?? match[2]!)),
  );

  it('are each asserted by a test', () => {
    expect(codes.size).toBeGreaterThan(40);
    expect([...codes].filter((code) => !texts.some((text) => text.includes(code)))).toEqual([]);
  });
});
