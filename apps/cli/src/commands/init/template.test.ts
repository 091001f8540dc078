import { parseConfig } from '@fraudx/core';
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
    for (const key of [
      'time',
      'entity',
      'terminal',
      'amount',
      'split',
      'features',
      'tuning',
      'evaluation',
      'tracking',
      'promotion',
      'aws',
    ]) {
      expect(Object.keys(all), key).toContain(key);
    }
  });
});
