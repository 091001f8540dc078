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

it('says that a row is too long, not that a quote is open', () => {
  const message =
    'Invalid Input Error: CSV Error on Line: 102\nOriginal Line: QL;1.00;x\nMaximum line size of 2000000 bytes exceeded. Actual Size:3000012 bytes.\n  quote = " (Set By User)';
  expect(translateSourceError(new Error(message), 'rows.csv')).toMatchObject({
    code: 'DATA_CELL_TOO_LONG',
    message: 'data: rows must have at most 2000000 bytes, got more in rows.csv, line 102',
    details: { file: 'rows.csv', line: 102 },
  });
});
