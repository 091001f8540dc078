import { describe, expect, it } from 'vitest';
import { qualityTable } from './quality-table.ts';

const interval = { value: 0.5, low: 0.4, high: 0.6 };

describe('qualityTable', () => {
  it('shows metrics of gates below the usual ones, each once', () => {
    const test = { recall: interval, 'recall_at_fpr_0.05': interval };
    const quality = { test, costsGiven: false, dayZone: 'UTC' };
    const usual = String(qualityTable(quality, 120)).split('\n');
    const asked = String(qualityTable({ ...quality, asked: ['recall', 'recall_at_fpr_0.05', 'unknown'] }, 120)).split(
      '\n',
    );
    expect(usual.some((line) => line.includes('recall_at_fpr_0.05'))).toBe(false);
    expect(asked.filter((line) => line.includes('recall_at_fpr_0.05'))).toHaveLength(1);
    expect(asked.filter((line) => /^ *recall /.test(line))).toHaveLength(1);
    expect(asked.at(-1)).toContain('0.5');
    expect(asked.join()).not.toContain('unknown');
    expect(asked).toHaveLength(usual.length + 1);
  });
});
