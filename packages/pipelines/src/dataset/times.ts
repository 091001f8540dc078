import { InvalidArgumentError } from '@fraudx/core';
import type { TimeSettings } from '@fraudx/data';
import type { FraudxConfig } from '../config/config-fields.ts';

type Named = Pick<FraudxConfig, 'time' | 'timeUnit' | 'timeZone'>;

/**
 * How a config means its times.
 *
 * @throws {InvalidArgumentError} A unit without one time column of numbers.
 */
export function timeSettingsOf({ time, timeUnit, timeZone }: Named): TimeSettings {
  if (timeUnit !== undefined && typeof time !== 'string') {
    const got = time === undefined ? 'no time' : 'a time of several columns';
    throw new InvalidArgumentError(`time must name the one column that counts ${timeUnit}, got ${got}`, {
      subject: 'timeUnit',
      code: 'MISSING_OPTION',
      details: { settings: ['time'] },
      hint: 'Name the column ("time:"), or leave timeUnit out.',
    });
  }
  return {
    ...(typeof time === 'string' ? { column: time } : {}),
    ...(typeof time === 'object' ? { parts: time } : {}),
    ...(timeUnit === undefined ? {} : { unit: timeUnit }),
    ...(timeZone === undefined ? {} : { zone: timeZone }),
  };
}

/** The one column that a config names as time; undefined where there is none or where it is made of several. */
export function timeColumnOf({ time }: Pick<FraudxConfig, 'time'>): string | undefined {
  return typeof time === 'string' ? time : undefined;
}

/** The columns that the time of a config is read from. */
export function timeInputsOf({ time }: Pick<FraudxConfig, 'time'>): string[] {
  if (time === undefined) return [];
  return typeof time === 'string' ? [time] : Object.values(time).filter((name) => name !== undefined);
}
