import { describe, expect, it } from 'vitest';
import { readProductionConfig, renderProductionConfig } from './production-config.ts';

const config = {
  format_version: 1,
  algorithm: 'xgboost',
  hyperparameters: { eta: 0.1 },
  performance: { roc_auc: 0.9 },
  tested_date: '2026-01-02',
  approved_by: 'ana',
  experiment: 'cards',
  run_id: 'r1',
  promotion_id: 'p1',
  parameter_prefix: '/a',
} as const;

describe('renderProductionConfig', () => {
  it('quotes dates and words that YAML 1.1 takes for something else, and carries the threshold and what chose it', () => {
    const decision = { threshold: 1e-7, strategy: 'fpr<=0.003' };
    const text = renderProductionConfig({ ...config, approved_by: 'no', experiment: 'on', decision });
    expect(text).toContain('approved_by: "no"\nexperiment: "on"\n');
    expect(text).toContain('tested_date: "2026-01-02"\n');
    expect(text).toContain('decision:\n  threshold: 1.0e-7\n  strategy: "fpr<=0.003"\n');
    expect(readProductionConfig(text)).toEqual({ ...config, approved_by: 'no', experiment: 'on', decision });
  });
});

describe('readProductionConfig', () => {
  it('reads its own text, and drops no key without a word', () => {
    const text = renderProductionConfig(config);
    expect(readProductionConfig(text)).toEqual(config);
    expect(() => readProductionConfig(text.replace('eta: 0.1', 'eta: 0.1\n  __proto__: 1'))).toThrow(
      'production config: hyperparameters.__proto__: must not be given, got such a key',
    );
    expect(() => readProductionConfig(`${text}constructor: 1\n`)).toThrow('constructor');
  });
});
