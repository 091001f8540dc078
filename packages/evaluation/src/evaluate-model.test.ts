import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateModel } from './evaluate-model.ts';

const row = fc.record({ y: fc.integer({ min: 0, max: 1 }), s: fc.double({ min: 0, max: 1, noNaN: true }) });

/** Scored rows that agree with the truth more or less often, so that every accuracy occurs. */
const scored = fc
  .record({ rows: fc.array(row, { minLength: 1, maxLength: 60 }), right: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ rows, right }) => ({
    yTrue: Uint8Array.from(rows, (r) => r.y),
    yScore: Float64Array.from(rows, (r, i) => ((i * 0.618) % 1 < right ? (r.y + r.s) / 2 : r.s)),
    threshold: 0.5,
  }));

function frauds(n: number, nFraud: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (i < nFraud ? 1 : 0));
}

describe('evaluateModel', () => {
  it('refuses what a caller without types leaves out', () => {
    const some = { yTrue: Uint8Array.of(0, 1), yScore: Float64Array.of(0.1, 0.9) };
    expect(() => evaluateModel(some as never)).toThrow('threshold must be a number, got undefined');
    expect(() => evaluateModel(undefined as never)).toThrow('request must be given as an object, got undefined');
  });

  it('knows no readiness from a handful of frauds', () => {
    const rows = {
      yTrue: new Uint8Array(100).fill(1, 98),
      yScore: new Float64Array(100).fill(0.9, 98),
      threshold: 0.5,
    };
    expect(evaluateModel(rows)).toMatchObject({ readiness: 'unknown', metrics: { values: { roc_auc: 1 } } });
  });

  it('refuses a predictor that calls everything genuine, at 99.8 % accuracy', () => {
    const answer = evaluateModel({ yTrue: frauds(1000, 2), yScore: new Float64Array(1000), threshold: 0.5 });
    expect(answer.metrics.values['accuracy']).toBe(0.998);
    expect(answer).toMatchObject({
      meetsProductionThreshold: false,
      decision: 'refused',
      readiness: 'needs-improvement',
    });
    expect(answer.gates.map((gate) => [gate.gate, gate.passed])).toEqual([
      ['accuracy >= 0.9', true],
      ['average_precision: lower bound > base_rate', false],
      ['recall >= 0.1', false],
    ]);
    expect(answer.gates[2]!.reason).toBe('recall is 0, but must be at least 0.1');
  });

  it('accepts 40 of 50 frauds in 100 alerts of 10 000 rows, and refuses one alert that happens to be right', () => {
    const yTrue = frauds(10_000, 50);
    const caught = Float64Array.from(yTrue, (y, i) => (y === 1 ? (i < 40 ? 0.9 : 0.2) : i < 110 ? 0.8 : 0.1 + i / 1e6));
    expect(evaluateModel({ yTrue, yScore: caught, threshold: 0.5 })).toMatchObject({
      decision: 'accepted',
      metrics: { confusion: { tp: 40, fp: 60 } },
    });
    const named = evaluateModel({ yTrue, yScore: caught, threshold: 0.5, gates: ['beats-majority'] });
    expect(named.decision).toBe('refused');
    expect(named.gates.at(-1)!.reason).toContain('more frauds caught than false alerts: 40 against 60');
    const lucky = evaluateModel({ yTrue, yScore: caught, threshold: 0.9, gates: [] });
    expect(lucky.decision).toBe('accepted');
    const oneAlert = caught.map((score, i) => (i === 0 ? 0.99 : score));
    expect(evaluateModel({ yTrue, yScore: oneAlert, threshold: 0.95 })).toMatchObject({
      decision: 'refused',
      metrics: { confusion: { tp: 1, fp: 0 } },
    });
  });

  it('asks for savings where costs are given, and not where they are assumed', () => {
    const yTrue = frauds(1000, 50);
    const yScore = Float64Array.from(yTrue, (y, i) => (y === 1 ? 0.9 : i % 3 === 0 ? 0.8 : 0.1));
    const costs = { missedFraud: { fixed: 10 }, falseAlert: { fixed: 5 } };
    const rows = { yTrue, yScore, threshold: 0.85, costs };
    const gate = (request: Parameters<typeof evaluateModel>[0]): string => evaluateModel(request).gates[1]!.gate;
    expect(gate(rows)).toBe('savings > 0');
    expect(gate({ ...rows, costsAssumed: true })).toBe('average_precision: lower bound > base_rate');
    expect(evaluateModel(rows).decision).toBe('accepted');
    expect(evaluateModel({ ...rows, threshold: 0.7, gates: ['accuracy >= 0'] }).gates[1]).toMatchObject({
      passed: false,
    });
  });

  it('goes by rows for the default gate where there are too few days, and says so', () => {
    const yTrue = frauds(2000, 60);
    const yScore = Float64Array.from(yTrue, (y, i) => (y === 1 ? 0.6 + (i % 4) / 10 : (i % 10) / 20));
    const day = Int32Array.from(yTrue, (_, i) => i % 3);
    const gates = ['roc_auc: lower bound >= 0.5'];
    const answer = evaluateModel({ yTrue, yScore, threshold: 0.5, day, intervalMethod: 'by-day', gates });
    expect(answer.gates[1]).toMatchObject({ passed: true });
    expect(answer.gates[1]!.reason).toContain('only 3 days, whose rows are taken as independent');
    expect(answer.gates[3]).toMatchObject({ passed: false });
    expect(answer.gates[3]!.reason).toContain('proves nothing: only 3 days');
  });

  it('refuses random scores by the interval of average precision', () => {
    const yTrue = frauds(2000, 40);
    const yScore = Float64Array.from(yTrue, (_, i) => (i * 0.618) % 1);
    expect(evaluateModel({ yTrue, yScore, threshold: 0.95 }).gates[1]).toMatchObject({ passed: false });
  });

  it('accepts a good model and refuses it under a stricter gate, with the reason', () => {
    const yTrue = frauds(100, 20);
    const yScore = Float64Array.from(yTrue, (y, i) => (i === 0 ? 0.1 : y * 0.8 + 0.1));
    expect(evaluateModel({ yTrue, yScore, threshold: 0.5 })).toMatchObject({ decision: 'accepted', readiness: 'good' });
    const strict = evaluateModel({ yTrue, yScore, threshold: 0.5, gates: ['recall >= 0.99', 'precision >= 0.9'] });
    expect(strict).toMatchObject({ decision: 'refused', meetsProductionThreshold: true });
    expect(strict.gates.filter((gate) => !gate.passed).map((gate) => gate.reason)).toEqual([
      'recall is 0.95, but must be at least 0.99',
    ]);
  });

  it('checks a gate once when it is configured again', () => {
    const answer = evaluateModel({
      yTrue: frauds(4, 2),
      yScore: Float64Array.of(1, 1, 0, 0),
      threshold: 0.5,
      gates: ['accuracy>=0.90'],
    });
    expect(answer.gates).toHaveLength(3);
  });

  it('warns of too few frauds and of no alert', () => {
    const { warnings } = evaluateModel({ yTrue: frauds(50, 3), yScore: new Float64Array(50), threshold: 0.5 });
    expect(warnings.join('\n')).toContain('only 3 rows are fraud');
    expect(warnings.join('\n')).toContain('no row is predicted fraud');
  });

  it('property 15: meets the production threshold exactly when accuracy >= 0.90, ranking beats chance and fraud is caught', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { meetsProductionThreshold, metrics, intervals } = evaluateModel(rows);
        const { accuracy, recall, base_rate } = metrics.values as Record<string, number>;
        const { low } = intervals.intervals['average_precision']!;
        const better = intervals.warning === undefined && low !== null && low > base_rate!;
        expect(meetsProductionThreshold).toBe(accuracy! >= 0.9 && better && recall! >= 0.1);
      }),
      { numRuns: 300 },
    );
  });

  it('property 17: warns exactly when accuracy < 0.80', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { warnings, metrics } = evaluateModel(rows);
        const warned = warnings.some((text) => text.startsWith('accuracy') && text.endsWith('below 0.80'));
        expect(warned).toBe(metrics.values['accuracy']! < 0.8);
      }),
      { numRuns: 300 },
    );
  });

  it('decides by all gates, and each answer has its reason', () => {
    const gates = fc.array(fc.constantFrom('recall >= 0.5', 'precision > 0.3', 'log_loss < 1', 'roc_auc >= 0.7'));
    fc.assert(
      fc.property(scored, gates, (rows, configured) => {
        const answer = evaluateModel({ ...rows, gates: configured });
        expect(answer.decision).toBe(answer.gates.every((gate) => gate.passed) ? 'accepted' : 'refused');
        expect(answer.gates).toHaveLength(3 + new Set(configured).size);
        for (const gate of answer.gates) expect(gate.reason).toContain(gate.metric);
      }),
      { numRuns: 100 },
    );
  });
});
