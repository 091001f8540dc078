import { describe, expect, it } from 'vitest';
import { isTimeZone, openTimeZone, timeZoneProblem } from './time-zone.ts';

const hour = 3_600_000;
const madrid = openTimeZone('Europe/Madrid');

/** The offset as the language itself gives it, by the parts of the date. */
function offsetByParts(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)!.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - instant;
}

describe('openTimeZone', () => {
  it.each([
    'Europe/Madrid',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'UTC',
    '+02:00',
  ])('has the offsets of %s at every hour around its changes', (name) => {
    const zone = openTimeZone(name);
    for (let t = Date.UTC(2023, 11, 30, 0, 17, 5); t < Date.UTC(2025, 1, 1); t += 5 * hour) {
      if (zone.offsetAt(t) !== offsetByParts(name, t)) expect.fail(`${name} at ${new Date(t).toISOString()}`);
    }
    expect(zone.offsetAt(Number.NaN)).toBeNaN();
  });

  it('finds the millisecond of a change', () => {
    const change = Date.UTC(2025, 2, 30, 1);
    expect([madrid.offsetAt(change - 1), madrid.offsetAt(change)]).toEqual([hour, 2 * hour]);
  });

  it('takes the earlier of two times, and puts one that never came behind the change', () => {
    const twice = Date.UTC(2025, 9, 26, 2, 30);
    expect(madrid.occurrenceOf(twice)).toBe('twice');
    expect(madrid.instantOf(twice)).toBe(Date.UTC(2025, 9, 26, 0, 30));
    const never = Date.UTC(2025, 2, 30, 2, 30);
    expect(madrid.occurrenceOf(never)).toBe('never');
    expect(madrid.instantOf(never)).toBe(Date.UTC(2025, 2, 30, 1, 30));
    expect(madrid.localOf(madrid.instantOf(never))).toBe(Date.UTC(2025, 2, 30, 3, 30));
    const newYork = openTimeZone('America/New_York');
    expect(newYork.occurrenceOf(Date.UTC(2025, 10, 2, 1, 30))).toBe('twice');
    expect(newYork.instantOf(Date.UTC(2025, 10, 2, 1, 30))).toBe(Date.UTC(2025, 10, 2, 5, 30));
    expect(newYork.occurrenceOf(Date.UTC(2025, 2, 9, 2, 30))).toBe('never');
  });

  it('gives every other local time back', () => {
    for (let local = Date.UTC(2025, 0, 1); local < Date.UTC(2026, 0, 1); local += hour) {
      if (madrid.occurrenceOf(local) === 'never') continue;
      if (madrid.localOf(madrid.instantOf(local)) !== local) expect.fail(new Date(local).toISOString());
    }
  });

  it('counts days by the calendar of the zone', () => {
    const lateEvening = Date.UTC(2025, 0, 31, 23, 30);
    expect(madrid.dayOf(lateEvening) - openTimeZone().dayOf(lateEvening)).toBe(1);
    expect(madrid.startOf(madrid.dayOf(lateEvening))).toBe(Date.UTC(2025, 0, 31, 23));
  });

  it('names what a zone may be, and the nearest one', () => {
    expect(() => openTimeZone('Europe/Madird')).toThrow(
      'timeZone must be a time zone such as Europe/Madrid or UTC, got "Europe/Madird", did you mean "Europe/Madrid"?',
    );
    expect(() => openTimeZone('Madrid')).toThrow('did you mean "Europe/Madrid"?');
    expect(timeZoneProblem('nowhere at all')).not.toContain('mean');
    expect([isTimeZone('Europe/Berlin'), isTimeZone('+25:00'), isTimeZone('')]).toEqual([true, false, false]);
  });
});
