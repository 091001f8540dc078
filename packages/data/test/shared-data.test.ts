import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FraudxError } from '@fraudx/core';
import { binaryTarget, readFrame } from '@fraudx/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = process.env['FRAUDX_SHARED_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

describe.skipIf(!existsSync(join(folder, 'README.md')))('public fraud data (shared/data)', () => {
  it.each([
    ['handbook_simulated.parquet', 1_754_155, 9, 'TX_FRAUD', 14_681],
    ['ulb_creditcard_subset.parquet', 9_830, 31, 'Class', 492],
    ['uci_credit_default.parquet', 30_000, 25, 'fraud', 6_636],
    ['fraud_oracle_augmented.csv.gz', 15_420, 39, 'FraudFound_P', 923],
    ['insurance_claims.csv.gz', 1_000, 40 + 1, 'fraud_reported', 247],
  ])('%s has %i rows × %i columns', async (name, rows, columns, target, positives) => {
    const { frame } = await readFrame(join(folder, name), { duplicates: 'rename' });
    expect([frame.nRows, frame.columns.length]).toEqual([rows, columns]);
    expect(binaryTarget(frame, target).reduce((sum, label) => sum + label, 0)).toBe(positives);
  });

  it('reads the claims: question marks are missing, dates are times, the empty column has no value', async () => {
    const { frame, schema } = await readFrame(join(folder, 'insurance_claims.csv.gz'));
    expect(frame.column('incident_date').kind).toBe('timestamp');
    expect(schema.columns.find(({ name }) => name === 'property_damage')!.missing).toBe(360);
    expect(schema.columns.find(({ name }) => name === '_c39')!.missing).toBe(1000);
  });
});

describe.skipIf(!existsSync(join(folder, 'messytables_horror.tar.gz')))('hostile files (shared/data)', () => {
  let horror = '';
  beforeAll(() => {
    horror = mkdtempSync(join(tmpdir(), 'fraudx-horror-'));
    execFileSync('tar', ['xzf', join(folder, 'messytables_horror.tar.gz'), '-C', horror]);
  });
  afterAll(() => rmSync(horror, { recursive: true, force: true }));

  it('are read, or refused with file and reason', async () => {
    const outcome: Record<string, string> = {};
    for (const name of readdirSync(join(horror, 'horror'))) {
      try {
        const { frame } = await readFrame(join(horror, 'horror', name), { duplicates: 'rename' });
        outcome[name] = `${frame.nRows} × ${frame.columns.length}`;
      } catch (error) {
        if (!(error instanceof FraudxError)) throw error;
        expect(error.message).toContain(name);
        expect(error.kind).toBe('invalid');
        outcome[name] = error.code;
      }
    }
    expect(outcome).toEqual({
      'begrotingsanalyse-2011.csv': 'DATA_NOT_NUMERIC',
      'characters.csv': 'DATA_ENCODING',
      'complex.csv': '3 × 4',
      'example.tsv': '140 × 17',
      'excel_pasting.csv': '20 × 9',
      'long.csv': '3999 × 1',
      'mixedGLB.csv': 'DATA_NOT_NUMERIC',
      'null.csv': '9 × 4',
      'simple.csv': '6 × 3',
      'simple.psv': '28 × 6',
      'simple.ssv': '6 × 3',
      'skip_initials.csv': '2 × 2',
      'small.csv': 'DATA_NO_ROWS',
      'spanish_chars.csv': 'DATA_ENCODING',
      'sparse_with_column_errors.csv': 'DATA_ENCODING',
      'utf-16le_encoded.csv': '327 × 19',
      'utf8bom.csv': 'DATA_NO_ROWS',
      'weird_head_padding.csv': 'DATA_RAGGED_ROW',
    });
  });
});
