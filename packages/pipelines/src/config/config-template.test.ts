import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from './config-json-schema.ts';
import { configTemplate } from './config-template.ts';
import { parseConfig } from './parse-config.ts';
import { parseYaml } from './parse-yaml.ts';

async function valuesOf(text: string): Promise<unknown> {
  return (await parseYaml(text, 'template')).value;
}

/** The template with every commented key switched on. */
function uncommented(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('# fraudx.yaml'))
    .map((line) => line.replace(/^# ?(?=( {2,}|\w+:))/, ''))
    .join('\n');
}

describe('configTemplate', () => {
  it('is a valid config as it is, and with every key switched on', async () => {
    const text = configTemplate({ data: 'a.csv', target: 'y', drop: ['id'] });
    expect(parseConfig(await valuesOf(text), 'template')).toEqual({ data: 'a.csv', target: 'y', drop: ['id'] });
    const all = parseConfig(await valuesOf(uncommented(text)), 'template');
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
  it('holds it as a valid config, whatever names hold', async () => {
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
    expect(parseConfig(await valuesOf(text), 'template')).toEqual({
      ...same,
      ...reading,
      evaluation: { threshold, costs: { missedFraud: { amountShare: 1 }, falseAlert: { fixed: alertCost } } },
    });
    expect(text).toContain('# Other columns of times: "opened\\nat"');
    expect(text).toContain('# Look at "late\\ncolumn": it separates the classes');
    expect(otherTimes.length + Object.keys(suspects).length).toBe(2);
  });

  it('writes every name so that it is read as the same text', async () => {
    const special = fc.constantFrom(
      'y',
      'NO',
      'null',
      '.inf',
      '.NaN',
      '-1',
      '0x1f',
      '.0',
      '1e5',
      '2025-01-01',
      '~',
      '<<',
      'a: b',
      'a #b',
      'a:',
    );
    const name = fc.oneof(special, fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'binary' }));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1 }), name, async (drop, amount) => {
        expect(await valuesOf(configTemplate({ drop, amount }))).toEqual({ drop, amount });
      }),
    );
  });

  it('quotes a name that YAML would read as a number', async () => {
    const drop = ['.0', '.5e1', '.hidden'];
    expect(await valuesOf(configTemplate({ drop }))).toEqual({ drop });
  });

  it('chooses a capacity only where somebody said one', async () => {
    expect(await valuesOf(configTemplate({ drop: [] }))).toBeNull();
    expect(await valuesOf(configTemplate({ drop: [], threshold: 'alerts-per-day<=30' }))).toEqual({
      evaluation: { threshold: 'alerts-per-day<=30' },
    });
  });
});

describe('the first lines of a template', () => {
  it('are those that a caller gives, each a comment', () => {
    expect(configTemplate({ drop: [] })).toMatch(/^# Settings of a job\. .*\n# data: /);
    expect(configTemplate({ drop: [] }, { heading: ['one', 'two\nthree: 3'] })).toMatch(/^# one\n# two three: 3\n/);
  });
});
