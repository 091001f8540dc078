import { Rng } from '@fraudx/core';
import { meanInterval } from '@fraudx/evaluation';
import { describe, expect, it } from 'vitest';
import { chooseConfirmed } from './choose-confirmed.ts';
import { confirmationJson, confirmationText } from './confirmation-json.ts';
import { parseConfirmation, storedConfirmation } from './stored-confirmation.ts';

const defaults = { trial: 0, values: [0.5, 0.7, 0.6, 0.4, 0.55] };
const shifted = (trial: number, by: readonly number[]) => ({
  trial,
  values: defaults.values.map((value, k) => value + by[k]!),
});
const steady = shifted(4, [0.02, 0.03, 0.02, 0.03, 0.025]);
/** Better on the mean, and not on every fold. */
const unsteady = shifted(7, [0.2, -0.1, 0.25, -0.12, 0.1]);
const options = { direction: 'maximize', shared: 0.25 } as const;

describe('chooseConfirmed', () => {
  it('keeps the highest lower bound of the gain over the defaults, fold by fold', () => {
    const { kept, trials } = chooseConfirmed([unsteady, steady, defaults], 0, options);
    expect(kept).toBe(4);
    const differences = steady.values.map((value, k) => value - defaults.values[k]!);
    expect(trials[1]!.gain).toEqual(meanInterval(differences, { shared: 0.25, level: 0.9 }));
    expect(trials[2]).toEqual({ ...defaults, mean: 0.55 });
  });

  it('keeps the defaults where no lower bound is above 0', () => {
    expect(chooseConfirmed([unsteady, defaults], 0, options).kept).toBe(0);
    expect(chooseConfirmed([shifted(3, [0, 0, 0, 0, 0]), defaults], 0, options).kept).toBe(0);
  });

  it('keeps the defaults in at least 90 % of cases without a true gain, however many are compared', () => {
    const rng = new Rng(7);
    for (const n of [1, 3, 10]) {
      let wrong = 0;
      for (let k = 0; k < 1000; k++) {
        const drawn = Array.from({ length: n + 1 }, (_, trial) => ({
          trial,
          values: Array.from({ length: 5 }, () => rng.normal()),
        }));
        wrong += Number(chooseConfirmed(drawn, 0, { direction: 'maximize', shared: 0 }).kept !== 0);
      }
      // three standard errors of a count of 1000
      expect(wrong).toBeLessThan(100 + 3 * Math.sqrt(1000 * 0.1 * 0.9));
    }
  });

  it('takes less for better where a metric is minimized', () => {
    const worse = { ...options, direction: 'minimize' } as const;
    expect(chooseConfirmed([steady, defaults], 0, worse).kept).toBe(0);
    const lower = shifted(5, [-0.02, -0.03, -0.02, -0.03, -0.025]);
    const { kept, trials } = chooseConfirmed([lower, defaults], 0, worse);
    expect(kept).toBe(5);
    expect(trials[0]!.gain!.mean).toBeCloseTo(0.025, 12);
  });
});

describe('a confirmation', () => {
  it('is the same after it was stored, and none after it was changed by others', () => {
    const made = chooseConfirmed([unsteady, steady, defaults], 0, options);
    expect(parseConfirmation(storedConfirmation(made), 'maximize')).toEqual(made);
    expect(storedConfirmation(undefined)).toBe('');
    const texts = [
      undefined,
      '',
      '{',
      '[]',
      '{"defaults":9,"shared":0.2,"trials":[{"trial":0,"values":[1,2]},{"trial":1,"values":[1,2]}]}',
      '{"defaults":0,"shared":0.2,"trials":[{"trial":0,"values":[1,2]},{"trial":1,"values":[1,2,3]}]}',
      '{"defaults":0,"shared":0,"trials":[{"trial":0,"values":[1,2]},{"trial":0,"values":[1,2]}]}',
      '{"defaults":0,"shared":-1,"trials":[{"trial":0,"values":[1,2]},{"trial":1,"values":[1,2]}]}',
    ];
    for (const text of texts) expect(parseConfirmation(text, 'maximize')).toBeUndefined();
  });

  it('says what is kept and why', () => {
    const won = confirmationJson(chooseConfirmed([unsteady, steady, defaults], 0, options));
    expect(confirmationText(won, 'recall')).toMatch(
      /^trial 4 is kept: it gains 0\.0250 \(90 % interval 0\.01\d\d to 0\.03\d\d\) in recall over the defaults \(trial 0\) on 5 folds/,
    );
    const lost = confirmationJson(chooseConfirmed([unsteady, defaults], 0, options));
    expect(confirmationText(lost, 'recall')).toMatch(
      /^no gain: the defaults \(trial 0\) are kept; trial 7 gains 0\.0660 \(80 % interval -0\.\d+ to 0\.\d+\)/,
    );
    expect(confirmationJson(undefined)).toBeNull();
    expect(confirmationText(null, 'recall')).toBeUndefined();
  });
});
