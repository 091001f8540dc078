import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { StudyRecord } from '../storage/study-store.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { studyFormatVersion } from '../study/study-spec.ts';
import { dimensionOf, distributionJson, distributionOf, parseDistribution } from './distributions.ts';
import { fromOptuna } from './from-optuna.ts';
import { formatJournal, parseJournal } from './journal.ts';
import type { OptunaStudy, OptunaTrial } from './optuna-study.ts';
import { chooseOptunaStudy } from './optuna-study.ts';
import { toOptuna } from './to-optuna.ts';

const space = parseSearchSpace({
  eta: { type: 'float', low: 0.001, high: 1, log: true },
  q: { type: 'float', low: 0, high: 1, step: 0.1 },
  n: { type: 'int', low: 1, high: 100, step: 3 },
  deep: { type: 'int', low: 1, high: 64, log: true },
  kind: { type: 'categorical', values: ['a', '1', 1, 2.5, true] },
  always: { type: 'fixed', value: 'hist' },
});

const study: StudyRecord = {
  studyId: 'study-1',
  createdAt: 1_700_000_000_000,
  spec: { formatVersion: studyFormatVersion, space, sampler: { name: 'random' }, directions: ['maximize'], seed: 7 },
};

const anyNumber = fc.double({ noDefaultInfinity: true, noNaN: true }).map((x) => (Object.is(x, -0) ? 0 : x));

function anyTrial(trial: number): fc.Arbitrary<TrialRecord> {
  const params = fc.record({
    eta: fc.double({ min: 0.001, max: 1, noNaN: true }),
    q: fc.constantFrom(0, 0.1, 0.30000000000000004, 1),
    n: fc.constantFrom(1, 4, 100),
    deep: fc.integer({ min: 1, max: 64 }),
    kind: fc.constantFrom('a', '1', 1, 2.5, true),
    always: fc.constant('hist'),
  });
  const reports = fc
    .uniqueArray(fc.tuple(fc.nat(1000), fc.oneof(anyNumber, fc.constantFrom(NaN, Infinity, -Infinity))), {
      selector: ([step]) => step,
    })
    .map((list) => list.toSorted(([a], [b]) => a - b));
  const end = fc.oneof(
    fc.record({ state: fc.constant('complete' as const), value: anyNumber }),
    fc.record({ state: fc.constant('pruned' as const) }),
    fc.record({ state: fc.constant('failed' as const), error: fc.string() }),
  );
  const metrics = fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), anyNumber, { minKeys: 1, maxKeys: 3 });
  return fc.record({ params, reports, end, metrics, durationMs: fc.nat(1e6) }).map((made) => ({
    trial,
    params: made.params,
    ...(made.reports.length === 0 ? {} : { reports: made.reports }),
    metrics: made.metrics,
    durationMs: made.durationMs,
    ...made.end,
  }));
}

const anyTrials = fc.nat(6).chain((n) => fc.tuple(...Array.from({ length: n }, (_, trial) => anyTrial(trial))));

describe('a study of ours in Optuna', () => {
  it('comes back as it was, to the last bit, also through the lines of a journal', () => {
    fc.assert(
      fc.property(anyTrials, (trials) => {
        const there = toOptuna(study, trials);
        const [read] = parseJournal(formatJournal(there), 'a.log');
        for (const one of [there, read!]) {
          expect(fromOptuna(one, 'a.log')).toEqual({ name: 'study-1', spec: study.spec, trials, notes: [] });
        }
      }),
    );
  });

  it('keeps several values and constraints, each constraint as Optuna 5 has it', () => {
    const params = { eta: 0.5, q: 0, n: 4, deep: 2, kind: 'a', always: 'hist' };
    const constraints = { 'ms <= 1': 0.1 + 0.2, 'days <= 9': -3 };
    const spec = {
      ...study.spec,
      directions: ['maximize', 'minimize'] as const,
      constraints: Object.keys(constraints),
    };
    const ended: TrialRecord = { trial: 0, params, state: 'complete', values: [0.5, 2], constraints, durationMs: 1 };
    const there = toOptuna({ ...study, spec }, [ended]);
    expect(there.trials[0]!.systemAttributes).toEqual({
      'constraints:ms <= 1': 0.1 + 0.2,
      'constraints:days <= 9': -3,
    });
    const [read] = parseJournal(formatJournal(there), 'a.log');
    for (const one of [there, read!]) {
      expect(fromOptuna(one, 'a.log')).toEqual({ name: 'study-1', spec, trials: [ended], notes: [] });
    }
  });

  it('has trials that run or wait, and times one after the other', () => {
    const params = { eta: 0.5, q: 0, n: 4, deep: 2, kind: 'a', always: 'hist' };
    const history: TrialHistory[] = [
      { trial: 0, params, state: 'complete', value: 0.5, durationMs: 1000 },
      { trial: 1, params, state: 'interrupted', durationMs: 7 },
      { trial: 2, params, state: 'running', reports: [[0, 0.25]] },
    ];
    const { trials } = toOptuna(study, history);
    expect(trials.map(({ state }) => state)).toEqual(['COMPLETE', 'WAITING', 'RUNNING']);
    expect(trials[0]).toMatchObject({ start: study.createdAt, complete: study.createdAt + 1000 });
    expect(trials[1]).toMatchObject({ params: {}, systemAttributes: { fixed_params: params } });
    const { trials: back, spec } = fromOptuna(toOptuna(study, history), 'a.db');
    expect(spec).toEqual(study.spec);
    expect(back.map(({ state }) => state)).toEqual(['complete', 'interrupted', 'interrupted']);
    expect(back[1]!.params).toEqual(params);
  });

  it('refuses hyperparameters that the space does not have', () => {
    const trial: TrialRecord = { trial: 0, params: { eta: 0.5, other: 1 }, state: 'complete', value: 1, durationMs: 1 };
    expect(() => toOptuna(study, [trial])).toThrow('other of trial 0 must lie in the space, got 1');
    expect(() => toOptuna(study, [{ ...trial, trial: 3 }])).toThrow('must be numbered 0, 1, 2');
  });
});

describe('distributions', () => {
  it.each(Object.keys(space).filter((name) => name !== 'always'))('of %s are read as they are written', (name) => {
    const distribution = distributionOf(space[name]!);
    expect(parseDistribution(distributionJson(distribution), 'x')).toEqual(distribution);
    expect(dimensionOf(distribution)).toEqual(space[name]);
  });

  it('end at the last step, and those of earlier versions are known', () => {
    expect(distributionOf({ type: 'int', low: 1, high: 99, log: false, step: 3 })).toMatchObject({ high: 97 });
    expect(distributionOf({ type: 'float', low: 0, high: 0.35, log: false, step: 0.1 })).toMatchObject({ high: 0.3 });
    const old = (name: string, attributes: object): unknown =>
      parseDistribution(JSON.stringify({ name, attributes }), 'x');
    expect(old('LogUniformDistribution', { low: 1, high: 2 })).toMatchObject({ name: 'FloatDistribution', log: true });
    expect(old('DiscreteUniformDistribution', { low: 0, high: 1, q: 0.5 })).toMatchObject({ step: 0.5, log: false });
    expect(old('IntUniformDistribution', { low: 0, high: 9 })).toMatchObject({ name: 'IntDistribution', step: 1 });
  });

  it.each([
    ['{"name": "GammaDistribution", "attributes": {}}', 'got "GammaDistribution"'],
    [
      '{"name": "FloatDistribution", "attributes": {"low": 2, "high": 1, "log": false, "step": null}}',
      'FloatDistribution with',
    ],
    ['{"name": "CategoricalDistribution", "attributes": {"choices": [[1]]}}', 'got the choice'],
    ['{"name": "IntDistribution"}', 'got "IntDistribution"'],
    ['no', 'must be JSON'],
  ])('refuse %s', (text, message) => {
    expect(() => parseDistribution(text, 'x')).toThrow(message);
  });
});

it('takes constraints of Optuna, by name or as a list', () => {
  const float = { name: 'FloatDistribution', step: null, low: 0, high: 1, log: false } as const;
  const trialWith = (systemAttributes: OptunaTrial['systemAttributes']): OptunaTrial => ({
    state: 'COMPLETE',
    values: [1],
    params: { x: { internal: 0.5, distribution: float } },
    intermediate: [],
    userAttributes: {},
    systemAttributes,
  });
  const { spec, trials } = fromOptuna(
    {
      name: 's',
      directions: ['minimize'],
      userAttributes: {},
      systemAttributes: {},
      trials: [
        trialWith({ 'constraints:ms': 0.25, 'constraints:days': 'Infinity' }),
        trialWith({ constraints: [-1, 2] }),
        trialWith({ 'constraints:ms': null }),
      ],
    },
    'x',
  );
  expect(spec.constraints).toEqual(['ms', 'days', '0', '1']);
  expect(trials.map(({ constraints }) => constraints)).toEqual([
    { ms: 0.25, days: Number.MAX_VALUE },
    { 0: -1, 1: 2 },
    undefined,
  ]);
});

describe('a study of Optuna', () => {
  const float = { name: 'FloatDistribution', step: null, low: 0, high: 1, log: false } as const;
  const choices = { name: 'CategoricalDistribution', choices: ['a', null, true] } as const;
  const trial = { intermediate: [], userAttributes: {}, systemAttributes: {}, start: 1000, complete: 3000 } as const;
  const there: OptunaStudy = {
    name: 's',
    directions: ['minimize'],
    userAttributes: {},
    systemAttributes: {},
    trials: [
      { ...trial, state: 'COMPLETE', values: [0.5], params: { x: { internal: 0.25, distribution: float } } },
      {
        ...trial,
        state: 'COMPLETE',
        values: [Infinity],
        params: {
          x: { internal: 2, distribution: { ...float, high: 3 } },
          kind: { internal: 1, distribution: choices },
        },
        userAttributes: { ap: 0.75, text: 'x', roc: 'NaN' },
      },
      { ...trial, state: 'FAIL', params: {}, userAttributes: { error: 'boom' } },
    ],
  };

  it('becomes one with a space that holds all trials, and says what could not be taken', () => {
    const { spec, trials, notes } = fromOptuna(there, 'o.db');
    expect(spec).toMatchObject({ sampler: { name: 'imported' }, directions: ['minimize'] });
    expect(spec.space).toEqual({
      x: { type: 'float', low: 0, high: 3, log: false },
      kind: { type: 'categorical', values: ['a', 'None', true] },
    });
    expect(trials).toEqual([
      { trial: 0, params: { x: 0.25 }, state: 'complete', value: 0.5, durationMs: 2000 },
      {
        trial: 1,
        params: { x: 2, kind: 'None' },
        state: 'failed',
        error: 'its value was Infinity',
        metrics: { ap: 0.75, roc: NaN },
        attributes: { text: 'x' },
        durationMs: 2000,
      },
      { trial: 2, params: {}, state: 'failed', error: 'boom', durationMs: 2000 },
    ]);
    expect(notes).toEqual([
      '1 complete trials without a finite value count as failed',
      'None among choices became the text "None"',
    ]);
  });

  it('is refused without hyperparameters, with several kinds of one, and with a choice that is not there', () => {
    const of = (...trials: OptunaStudy['trials']): unknown => fromOptuna({ ...there, trials }, 'o.db');
    expect(() => of({ ...trial, state: 'FAIL', params: {} })).toThrow('must have a trial with hyperparameters');
    const x = { ...trial, state: 'FAIL', params: { x: { internal: 0, distribution: float } } } as const;
    const other = { ...trial, state: 'FAIL', params: { x: { internal: 0, distribution: choices } } } as const;
    expect(() => of(x, other)).toThrow('x must have distributions of one kind');
    expect(() => of({ ...other, params: { x: { internal: 7, distribution: choices } } })).toThrow('one of its choices');
  });

  it('is refused where its numbers cannot be kept', () => {
    const seed = { name: 'IntDistribution', log: false, step: 1, low: 0, high: 2 ** 63 } as const;
    const big = { ...trial, state: 'FAIL', params: { seed: { internal: 1, distribution: seed } } } as const;
    const early = {
      ...trial,
      state: 'FAIL',
      params: { x: { internal: 0, distribution: float } },
      intermediate: [[-1, 0]],
    } as const;
    for (const one of [big, early]) {
      expect(() => fromOptuna({ ...there, trials: [one] }, 'o.db')).toThrow(
        expect.objectContaining({
          code: 'BAD_OPTUNA_STUDY',
          message: expect.stringContaining('numbers that can be kept') as string,
        }),
      );
    }
    const long = {
      ...trial,
      state: 'FAIL',
      params: { x: { internal: 0, distribution: float } },
      userAttributes: { duration_ms: 1e300 },
    } as const;
    expect(fromOptuna({ ...there, trials: [long] }, 'o.db').trials[0]!.durationMs).toBe(2000);
  });

  it('of ours does not go on where a trial to run lacks hyperparameters', () => {
    const own = toOptuna(study, []);
    const waiting = {
      state: 'WAITING',
      params: {},
      intermediate: [],
      userAttributes: {},
      systemAttributes: { fixed_params: { eta: 0.5 } },
    } as const;
    const whole = {
      ...trial,
      state: 'COMPLETE',
      values: [1],
      params: { x: { internal: 0.5, distribution: float } },
    } as const;
    expect(fromOptuna({ ...own, trials: [whole, waiting] }, 'o.db').spec.sampler).toEqual({ name: 'imported' });
  });

  it('is chosen by its name where there are several', () => {
    const two = [there, { ...there, name: 't' }];
    expect(chooseOptunaStudy(two, 't', 'o.db').name).toBe('t');
    expect(chooseOptunaStudy([there], undefined, 'o.db').name).toBe('s');
    expect(() => chooseOptunaStudy(two, undefined, 'o.db')).toThrow('one must be named, got s, t');
    expect(() => chooseOptunaStudy(two, 'u', 'o.db')).toThrow('must hold the study "u", got s, t');
  });
});

describe('a large study of Optuna', () => {
  const line = (entry: object): string => `${JSON.stringify({ worker_id: 'w', ...entry })}\n`;
  const begin = line({ op_code: 0, study_name: 's', directions: [2] });
  const trial = (distribution: object): string => {
    const distributions = { x: JSON.stringify(distribution) };
    return line({ op_code: 4, study_id: 0, state: 1, value: 1, distributions, params: { x: 0 } });
  };

  it('may lie among 100 000 others', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => line({ op_code: 0, study_name: `s${i}`, directions: [1] }));
    expect(parseJournal(text.join(''), 'j.log')).toHaveLength(100_000);
  }, 10_000);

  it('may be made again under a name that was deleted', () => {
    const text = `${begin}${line({ op_code: 1, study_id: 0 })}${begin}`;
    expect(parseJournal(text, 'j.log')).toHaveLength(1);
  });

  it('may have 130 000 ranges of one hyperparameter', () => {
    const range = (high: number): object => ({ log: false, step: 1, low: 0, high });
    const text = Array.from({ length: 130_000 }, (_, i) =>
      trial({ name: 'IntDistribution', attributes: range(i + 1) }),
    );
    const [read] = parseJournal(begin + text.join(''), 'j.log');
    expect(fromOptuna(read!, 'j.log').spec.space).toMatchObject({ x: { low: 0, high: 130_000 } });
  }, 20_000);

  it('may have 50 000 choices in its specification', () => {
    const values = [...Array.from({ length: 50_000 }, (_, i) => i), 'z'];
    const own = { formatVersion: studyFormatVersion, space: { x: values }, sampler: { name: 'random' }, seed: 1 };
    const kept = { 'fraudx:study': { ...own, directions: ['maximize'] } };
    const one = trial({ name: 'CategoricalDistribution', attributes: { choices: ['z'] } });
    const text = `${begin}${line({ op_code: 2, study_id: 0, user_attr: kept })}${one.repeat(10_000)}`;
    const [read] = parseJournal(text, 'j.log');
    expect(fromOptuna(read!, 'j.log').trials).toHaveLength(10_000);
  }, 10_000);
});

describe('lines of a journal', () => {
  const begin = '{"op_code":0,"worker_id":"w","study_name":"s","directions":[2]}\n';

  it('are replayed as by Optuna: what does not fit is passed over, a last line that was cut is left out', () => {
    const text = `${begin}{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":"2026-11-30T17:27:33.795991+00:00"}
{"op_code":5,"worker_id":"w","trial_id":0,"param_name":"__proto__","param_value_internal":0.5,"distribution":"{\\"name\\": \\"FloatDistribution\\", \\"attributes\\": {\\"step\\": null, \\"low\\": 0.0, \\"high\\": 1.0, \\"log\\": false}}"}
{"op_code":7,"worker_id":"w","trial_id":0,"step":1,"intermediate_value":NaN}
{"op_code":7,"worker_id":"w","trial_id":0,"step":0,"intermediate_value":-Infinity}
{"op_code":8,"worker_id":"w","trial_id":0,"user_attr":{"a":"say \\"NaN\\"","b":NaN}}
{"op_code":6,"worker_id":"w","trial_id":0,"state":1,"values":[Infinity],"datetime_complete":"2026-11-30T17:27:33.809141+00:00"}
{"op_code":8,"worker_id":"w","trial_id":0,"user_attr":{"late":1}}
{"op_code":8,"worker_id":"w","trial_id":9,"user_attr":{"other":1}}
{"op_code":0,"worker_id":"w","study_name":"s","directions":[1]}
{"op_code":10,"worker_id":"w","study_id":0}
{"op_code":6,"wor`;
    const [study, ...others] = parseJournal(text, 'j.log');
    expect(others).toEqual([]);
    expect(study).toMatchObject({ name: 's', directions: ['maximize'] });
    expect(study!.trials).toHaveLength(1);
    const [trial] = study!.trials;
    expect(trial).toMatchObject({
      state: 'COMPLETE',
      values: [Infinity],
      intermediate: [
        [0, -Infinity],
        [1, NaN],
      ],
      userAttributes: { a: 'say "NaN"', b: 'NaN' },
    });
    expect(Object.keys(trial!.params)).toEqual(['__proto__']);
    expect(trial!.complete! - trial!.start!).toBe(14);
  });

  it('may be long, and hold quotes that do not end', () => {
    const long = JSON.stringify({ op_code: 2, study_id: 0, user_attr: { text: 'x'.repeat(12e6), none: 'NaN' } });
    const [study] = parseJournal(`${begin}${long}\n`, 'j.log');
    expect(study!.userAttributes['text']).toHaveLength(12e6);
    const quotes = `{"a": NaN, "${String.raw`\"`.repeat(40_000)}`;
    const started = performance.now();
    expect(() => parseJournal(`${begin}${quotes}\n`, 'j.log')).toThrow('must be JSON');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each([
    ['{"op_code":77}', 'OPTUNA_VERSION_UNKNOWN'],
    ['[1]', 'BAD_OPTUNA_STUDY'],
    ['{"op_code":0,"study_name":"s","directions":[3]}', 'BAD_OPTUNA_STUDY'],
    ['no', 'BAD_JSON'],
  ])('refuse %s, with the line', (line, code) => {
    expect(() => parseJournal(`${begin}${line}\n`, 'j.log')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('j.log, line 2') as string }),
    );
  });
});
