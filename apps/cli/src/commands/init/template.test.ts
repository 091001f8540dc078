import { configJsonSchema, parseConfig } from '@fraudx/pipelines/config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configTemplate } from './template.ts';

/** The template with every commented key switched on. */
function uncommented(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('# fraudx.yaml'))
    .map((line) => line.replace(/^# ?(?=( {2,}|\w+:))/, ''))
    .join('\n');
}

describe('configTemplate', () => {
  it('is a valid config as it is, and with every key switched on', () => {
    const text = configTemplate({ data: 'a.csv', target: 'y', drop: ['id'] });
    expect(parseConfig(parse(text), 'template')).toEqual({ data: 'a.csv', target: 'y', drop: ['id'] });
    const all = parseConfig(parse(uncommented(text)), 'template');
    const { properties } = configJsonSchema() as { properties: Record<string, { properties?: object }> };
    for (const [key, { properties: inner = {} }] of Object.entries(properties)) {
      expect(Object.keys(all), key).toContain(key);
      expect(Object.keys(all[key as keyof typeof all] as object), key).toEqual(
        expect.arrayContaining(Object.keys(inner)),
      );
    }
  });
});

describe('configTemplate of what is known', () => {
  it('holds it as a valid config, whatever names hold', () => {
    const facts = {
      data: 'a.csv',
      target: 'Is Fraud?',
      positive: ['fraud'],
      negative: ['normal.', 'ok'],
      time: { year: 'Year', month: 'Month', day: 'Day', clock: 'Time: "hh:mm"' },
      timeUnit: 'hours',
      entity: 'Card #',
      terminal: 'shop',
      amount: 'Betrag in €',
      categorical: ['mcc'],
      drop: ['a\nb', "it's"],
      otherTimes: ['opened\nat'],
      suspects: { 'late\ncolumn': 'separates the classes' },
      reading: {
        renameDuplicates: true,
        missing: ['-'],
        decimalMark: 'comma' as const,
        dateOrder: 'day-first' as const,
      },
      threshold: 'min-cost',
      alertCost: 7.5,
    };
    const text = configTemplate(facts);
    const { otherTimes, suspects, reading, threshold, alertCost, ...same } = facts;
    expect(parseConfig(parse(text), 'template')).toEqual({
      ...same,
      ...reading,
      evaluation: { threshold, costs: { missedFraud: { amountShare: 1 }, falseAlert: { fixed: alertCost } } },
    });
    expect(text).toContain('# Other columns of times: "opened\\nat"');
    expect(text).toContain('# Look at "late\\ncolumn": it separates the classes');
    expect(otherTimes.length + Object.keys(suspects).length).toBe(2);
  });

  it('writes every name so that it is read as the same text', () => {
    const special = fc.constantFrom(
      'y',
      'NO',
      'null',
      '.inf',
      '.NaN',
      '-1',
      '0x1f',
      '1e5',
      '2025-01-01',
      '~',
      '<<',
      'a: b',
      'a #b',
      'a:',
    );
    const name = fc.oneof(special, fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'binary' }));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), name, (drop, amount) => {
        expect(parse(configTemplate({ drop, amount }))).toEqual({ drop, amount });
      }),
    );
  });

  it('chooses a capacity only where somebody said one', () => {
    expect(parse(configTemplate({ drop: [] }))).toBeNull();
    expect(parse(configTemplate({ drop: [], threshold: 'alerts-per-day<=30' }))).toEqual({
      evaluation: { threshold: 'alerts-per-day<=30' },
    });
  });
});
