import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';

describe('parseConfig', () => {
  it('accepts an empty config and a full one', () => {
    expect(parseConfig(null, 'fraudx.yaml')).toEqual({});
    const full = {
      data: 'a.csv',
      target: 'y',
      split: { strategy: 'time', test: 0.3 },
      tuning: { space: { eta: [0.1, 0.3] } },
    };
    expect(parseConfig(full, 'fraudx.yaml')).toEqual(full);
  });

  it('names an unknown key and the nearest known one, also inside sections', () => {
    expect(() => parseConfig({ tagret: 'y' }, 'fraudx.yaml')).toThrow(
      'fraudx.yaml: unknown key "tagret", did you mean "target"?',
    );
    expect(() => parseConfig({ split: { stratgy: 'time' } }, 'fraudx.yaml')).toThrow(
      'unknown key "split.stratgy", did you mean "strategy"?',
    );
  });

  it('lists every problem at once', () => {
    expect(() => parseConfig({ seed: -1, split: { test: 2 }, foo: 1 }, 'x')).toThrow(
      /seed.*split\.test.*foo|foo.*seed|seed.*foo/s,
    );
  });
});
