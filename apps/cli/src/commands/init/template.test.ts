import { configJsonSchema, parseConfig } from '@fraudx/core';
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
