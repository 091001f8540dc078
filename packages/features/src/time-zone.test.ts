import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { buildFeatures } from './behaviour/build-features.ts';
import { fitFeatures } from './fit-features.ts';
import { parseFittedFeatures } from './fitted-features.ts';

// Saturday 00:30 in Madrid is Friday 22:30 UTC in summer.
const times = ['2025-07-04T22:30Z', '2025-07-05T12:00Z', '2025-01-31T23:30Z'];
const frame = new Frame([
  { kind: 'timestamp', name: 't', values: Float64Array.from(times, (text) => Date.parse(text)), zones: 'all' },
  { kind: 'numeric', name: 'card', values: new Float64Array(3) },
  { kind: 'numeric', name: 'eur', values: Float64Array.of(1, 2, 3) },
]);
const y = Uint8Array.of(0, 1, 0);
const spec = { strategy: 'temporal', target: 'y', time: 't', drop: [], categorical: [] } as const;

describe('features in a time zone', () => {
  it('are hours, nights, weekdays and days of its calendar, also after saving', () => {
    const fitted = fitFeatures(frame, y, { ...spec, timeZone: 'Europe/Madrid' });
    const x = parseFittedFeatures(fitted.toJson()).transform(frame);
    const of = (name: string): number[] => [...x.column(x.names.indexOf(name))];
    expect(of('t_hour')).toEqual([0, 14, 0]);
    expect(of('t_night')).toEqual([1, 0, 1]);
    expect(of('t_weekday')).toEqual([5, 5, 5]);
    expect(of('t_weekend')).toEqual([1, 1, 1]);
    expect(of('t_month_day')).toEqual([5, 5, 1]);
  });

  it('are those of UTC without one, as in plans of earlier versions', () => {
    const fitted = fitFeatures(frame, y, spec);
    expect(JSON.stringify(fitted.toJson())).not.toContain('zone');
    const x = fitted.transform(frame);
    expect([...x.column(x.names.indexOf('t_hour'))]).toEqual([22, 12, 23]);
  });

  it('are built so too', async () => {
    const built = buildFeatures([frame.take(Int32Array.of(2, 0, 1))], {
      time: 't',
      entity: 'card',
      amount: 'eur',
      timeZone: 'Europe/Madrid',
    });
    const { value } = await built.next();
    const of = (name: string): unknown => [...((value as Frame).column(name) as { values: Float64Array }).values];
    expect([of('is_weekend'), of('is_night')]).toEqual([
      [1, 1, 1],
      [1, 1, 0],
    ]);
  });
});
