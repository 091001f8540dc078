import type { ExpressionFunction } from './function-kit.ts';
import { text, numeric, ofNumbers, known } from './function-kit.ts';

const weekday = (clock: Date): number => (clock.getUTCDay() + 6) % 7;
const dayMs = 86_400_000;

/** A part of the time on the clock of the zone. */
function ofClock(fn: (clock: Date) => number, kind: 'number' | 'boolean' = 'number'): ExpressionFunction['make'] {
  return ([time], { clock }) => ({ kind, at: (row) => known((ms) => fn(new Date(clock(ms))), numeric(time!)(row)) });
}

const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function isoTime(value: string | undefined): number {
  if (value === undefined || !iso.test(value)) return Number.NaN;
  const hasZone = /Z|[+-]\d{2}:?\d{2}$/.test(value.slice(10));
  return Date.parse(`${value.replace(' ', 'T')}${value.length > 10 && !hasZone ? 'Z' : ''}`);
}

/** Functions of times. */
export const timeFunctions: Readonly<Record<string, ExpressionFunction>> = {
  hour: {
    form: 'hour(time)',
    about: 'the hour, 0 to 23',
    params: ['time'],
    make: ofClock((clock) => clock.getUTCHours()),
  },
  minute: {
    form: 'minute(time)',
    about: 'the minute, 0 to 59',
    params: ['time'],
    make: ofClock((clock) => clock.getUTCMinutes()),
  },
  weekday: { form: 'weekday(time)', about: 'Monday 0 to Sunday 6', params: ['time'], make: ofClock(weekday) },
  day: {
    form: 'day(time)',
    about: 'the day of the month, 1 to 31',
    params: ['time'],
    make: ofClock((clock) => clock.getUTCDate()),
  },
  month: {
    form: 'month(time)',
    about: 'the month, 1 to 12',
    params: ['time'],
    make: ofClock((clock) => clock.getUTCMonth() + 1),
  },
  year: { form: 'year(time)', about: 'the year', params: ['time'], make: ofClock((clock) => clock.getUTCFullYear()) },
  is_weekend: {
    form: 'is_weekend(time)',
    about: 'whether it is Saturday or Sunday',
    params: ['time'],
    make: ofClock((clock) => (weekday(clock) >= 5 ? 1 : 0), 'boolean'),
  },
  is_night: {
    form: 'is_night(time)',
    about: 'whether the hour is below 7',
    params: ['time'],
    make: ofClock((clock) => (clock.getUTCHours() < 7 ? 1 : 0), 'boolean'),
  },
  days_between: {
    form: 'days_between(from, to)',
    about: 'days from one time to another, with a fraction',
    params: ['time', 'time'],
    make: ofNumbers((from, to) => (to - from) / dayMs),
  },
  seconds_between: {
    form: 'seconds_between(from, to)',
    about: 'seconds from one time to another',
    params: ['time', 'time'],
    make: ofNumbers((from, to) => (to - from) / 1000),
  },
  date: {
    form: "date('2024-01-31')",
    about: 'the time in an ISO 8601 text, UTC if it names no zone; missing if there is none',
    params: ['text'],
    make: ([value]) => ({ kind: 'time', at: (row) => isoTime(text(value!)(row)) }),
  },
};
