import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('no document has the marks of a merge that was not resolved', () => {
  const documents = ['', 'docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(root, folder, name)),
  );
  expect(documents.length).toBeGreaterThan(30);
  expect(documents.filter((path) => /^(?:<{7}|>{7}) /m.test(readFileSync(path, 'utf8')))).toEqual([]);
});
