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

  it.each([
    ['characters', (text: string) => `${text}# ${'x'.repeat(70_000)}\n`, '65 536 characters'],
    [
      'keys',
      (text: string) => `${text}more: {${Array.from({ length: 10_000 }, (_, i) => `a${i}`).join(',')}}\n`,
      '1 000 keys',
    ],
  ])('refuses a text of too many %s before it takes long', (_, spoil, limit) => {
    const text = spoil(renderProductionConfig(config));
    const begin = performance.now();
    const error = expect.objectContaining({ code: 'PRODUCTION_CONFIG_TOO_LARGE' }) as Error;
    expect(() => readProductionConfig(text)).toThrow(error);
    expect(() => readProductionConfig(text)).toThrow(`must have at most ${limit}, got more`);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  it('reads a thousand keys, refuses one that comes twice, and writes nothing that it would not read', () => {
    const of = (keys: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: keys }, (_, i) => [`a${i}`, i]));
    const large = { ...config, hyperparameters: of(900) };
    expect(readProductionConfig(renderProductionConfig(large))).toEqual(large);
    expect(() => readProductionConfig(`${renderProductionConfig(config)}run_id: r2\n`)).toThrow('must be YAML');
    expect(() => renderProductionConfig({ ...config, hyperparameters: of(9000) })).toThrow('65 536 characters');
  });
});
