import { expect, it } from 'vitest';
import { translateSourceError } from './source-error.ts';

it.each([
  'IO Error: Could not write file "/spare/rows.duckdb": No space left on device',
  "Out of Memory Error: failed to offload data block of size 256 KiB (0 bytes/0 bytes used). This limit was set by the 'max_temp_directory_size' setting.",
])('says that there is no space for temporary files: %s', (message) => {
  expect(translateSourceError(new Error(message), 'rows.csv')).toMatchObject({
    code: 'DISK_FULL',
    kind: 'outside',
    hint: expect.stringContaining('TMPDIR'),
  });
});
