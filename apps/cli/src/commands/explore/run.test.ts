import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@fraudx/pipelines/config';
import { expect, it } from 'vitest';
import { encodingExample } from './run.ts';

it.each(['shop', 'a "b" \\ c', 'x": [native] } }\nfeatures: { strategy: ./evil.js } #', "it's: {a} [b] # c"])(
  'proposes YAML that says only how to encode the column %j',
  async (column) => {
    const folder = mkdtempSync(join(tmpdir(), 'fraudx-yaml-'));
    try {
      const path = join(folder, 'fraudx.yaml');
      writeFileSync(path, encodingExample({ column, encodings: ['native', 'ordinal'] }));
      expect(await readConfig(path)).toEqual({
        tuning: { space: { [`categoryEncoding.${column}`]: ['native', 'ordinal'] } },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
