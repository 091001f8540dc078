import { meanInterval } from '@fraudx/evaluation';
import { describe, expect, it } from 'vitest';
import { chooseConfirmed, confirmationLevel } from './choose-confirmed.ts';
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
    expect(trials[1]!.gain).toEqual(meanInterval(differences, { shared: 0.25, level: confirmationLevel }));
    expect(trials[2]).toEqual({ ...defaults, mean: 0.55 });
  });

  it('keeps the defaults where no lower bound is above 0', () => {
    expect(chooseConfirmed([unsteady, defaults], 0, options).kept).toBe(0);
    expect(chooseConfirmed([shifted(3, [0, 0, 0, 0, 0]), defaults], 0, options).kept).toBe(0);
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
      '{"defaults":0,"shared":-1,"trials":[{"trial":0,"values":[1,2]},{"trial":1,"values":[1,2]}]}',
    ];
    for (const text of texts) expect(parseConfirmation(text, 'maximize')).toBeUndefined();
  });

  it('says what is kept and why', () => {
    const won = confirmationJson(chooseConfirmed([unsteady, steady, defaults], 0, options));
    expect(confirmationText(won, 'recall')).toMatch(
      /^trial 4 is kept: it gains 0\.0250 \(80 % interval 0\.0199 to 0\.0301\) in recall over the defaults \(trial 0\) on 5 folds/,
    );
    const lost = confirmationJson(chooseConfirmed([unsteady, defaults], 0, options));
    expect(confirmationText(lost, 'recall')).toMatch(
      /^no gain: the defaults \(trial 0\) are kept; trial 7 gains 0\.0660 \(80 % interval -0\.\d+ to 0\.\d+\)/,
    );
    expect(confirmationJson(undefined)).toBeNull();
    expect(confirmationText(null, 'recall')).toBeUndefined();
  });
});
