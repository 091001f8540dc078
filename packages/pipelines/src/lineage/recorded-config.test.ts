import type { JsonValue } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { hasRecordedConfig, recordedConfig, reopenedConfig } from './recorded-config.ts';

const run = (config: JsonValue): Parameters<typeof recordedConfig>[0] => ({
  runId: 'run-1',
  lineage: { versions: {}, commandLine: [], config },
});

describe('recordedConfig', () => {
  const elsewhere = {
    target: 'fraud',
    aws: { endpointUrl: 'http://evil.example', profile: 'admin', region: 'x' },
    promotion: { target: 'aws', configBucket: 'evil' },
    tracking: { folder: '/elsewhere' },
  };

  it('holds what was learned, and not where anything is reached', () => {
    expect(recordedConfig(run(elsewhere))).toEqual({ target: 'fraud' });
  });

  it('is worked with under the present connections', () => {
    expect(reopenedConfig(run(elsewhere), {})).toEqual({ target: 'fraud' });
    const now = { target: 'other', aws: { region: 'eu-central-1' }, promotion: { target: 'local' as const } };
    expect(reopenedConfig(run(elsewhere), now)).toEqual({ ...now, target: 'fraud' });
  });

  it('is checked as the config of a file is', () => {
    for (const config of [
      { target: 5 },
      { split: 'x' },
      { features: { strategy: ['x'] } },
      { unknown: 1 },
      'text',
      7,
    ]) {
      expect(() => recordedConfig(run(config)), JSON.stringify(config)).toThrow(
        expect.objectContaining({ code: 'RECORDED_CONFIG' }),
      );
      expect(hasRecordedConfig(run(config))).toBe(false);
    }
    expect(() => recordedConfig(run({ target: 5 }))).toThrow('config of run-1: target must be a text, got 5');
  });
});
