import { describe, expect, it } from 'vitest';
import type { InvalidArgumentError } from '@fraudx/core';
import { parseConfig } from './parse-config.ts';

function messageOf(input: object): string {
  try {
    parseConfig(input, 'x');
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('parseConfig', () => {
  it('takes no region that would lead to another host', () => {
    expect(() => parseConfig({ aws: { region: '@127.0.0.1:1/#' } }, 'fraudx.yaml')).toThrow(
      'aws.region must be letters, digits and "-", such as eu-central-1, got "@127.0.0.1:1/#"',
    );
    expect(parseConfig({ aws: { region: 'eu-central-1' } }, 'fraudx.yaml').aws).toEqual({ region: 'eu-central-1' });
  });

  it.each([
    ['a text', 'AWS_SECRET_ACCESS_KEY=hunter2 DB=1', 'x: config must be keys with values, got a text'],
    ['a list', ['hunter2'], 'x: config must be keys with values, got a list'],
    ['a number', 1234, 'x: config must be keys with values, got a number'],
    ['long keys', { 'root:$6$hunter2:19000::': null, 'daemon:*:hunter2::': null }, 'x: 2 unknown keys'],
    [
      'keys of another file',
      { password: 'hunter2', token: 'hunter2' },
      'x: unknown key "password"; 1 more unknown key',
    ],
    [
      'a key that is nearly one',
      { tagret: 'hunter2', hunter2: 1 },
      'x: unknown key "tagret", did you mean "target"?; 1 more unknown key',
    ],
    ['a section of a known name', { data: { password: 'hunter2' } }, 'x: data must be a text, got keys with values'],
    ['a list of them', { data: [{ password: 'hunter2' }] }, 'x: data must be a text, got a list'],
    ['inherited names', { hunter2hunter2hunter2hunter2: JSON.parse('{"__proto__":1}') as unknown }, 'x: 1 unknown key'],
  ])('shows nothing of what is no config: %s', (_, input, message) => {
    expect(messageOf(input as object)).toBe(message);
  });

  it('accepts an empty config and a full one', () => {
    expect(parseConfig(null, 'fraudx.yaml')).toEqual({});
    const full = {
      data: 'a.csv',
      target: 'y',
      split: { strategy: 'time', test: 0.3 },
      params: { max_features: null },
      tuning: { space: { eta: [0.1, 0.3], max_features: ['sqrt', null] } },
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

  it.each(['EUR', 'JPY', '€', 'kr', 'zł', 'R$'])('takes %s as a currency', (currency) => {
    expect(parseConfig({ evaluation: { currency } }, 'x')).toEqual({ evaluation: { currency } });
  });

  it.each(['EUX', 'eur', '', 'euro currency', '12', '<b>', '\u0007'])('takes %j for no currency', (currency) => {
    expect(messageOf({ evaluation: { currency } })).toBe(
      `x: evaluation.currency must be an ISO 4217 code such as EUR or a symbol such as €, got ${JSON.stringify(currency)}`,
    );
  });

  it('lists every problem at once', () => {
    expect(() => parseConfig({ seed: -1, split: { test: 2 }, foo: 1 }, 'x')).toThrow(
      /seed.*split\.test.*foo|foo.*seed|seed.*foo/s,
    );
  });

  it('lists every problem inside a value that may have several forms', () => {
    const monotone = 'params.monotone_constraints';
    expect(messageOf({ params: { monotone_constraints: { a: 2, b: 1, c: 'x' } } })).toBe(
      `x: ${monotone}.a must be one of -1, 0, 1, got 2; ${monotone}.c must be one of -1, 0, 1, got "x"`,
    );
    expect(messageOf({ params: { monotone_constraints: [1, 5, 'x'] } })).toBe(
      `x: ${monotone}.1 must be one of -1, 0, 1, got 5; ${monotone}.2 must be one of -1, 0, 1, got "x"`,
    );
  });

  it('says what is expected and what was given in plain words, never those of the schema library', () => {
    expect(messageOf({ seed: 'abc' })).toBe('x: seed must be a number, got "abc"');
    expect(messageOf({ workers: 1.5 })).toBe('x: workers must be a whole number, got 1.5');
    expect(messageOf({ drop: 'id' })).toBe('x: drop must be a list, got "id"');
    expect(messageOf({ target: '' })).toBe('x: target must not be empty, got ""');
    expect(messageOf({ split: { test: 1 } })).toBe('x: split.test must be < 1, got 1');
    expect(messageOf({ split: { strategy: 'tmie' } })).toBe(
      'x: split.strategy must be one of stratified, time, grouped, prequential, got "tmie", did you mean "time"?',
    );
    expect(messageOf({ split: { trainFrom: 'now' } })).toBe(
      'x: split.trainFrom must be a day such as 2018-07-25, got "now"',
    );
    expect(messageOf({ tuning: { space: { eta: 3 } } })).toBe(
      'x: tuning.space.eta must be a list or keys with values, got 3',
    );
    expect(messageOf({ tuning: { space: { eta: { type: 'flaot' } } } })).toContain(
      'tuning.space.eta.type must be one of float, int, categorical, fixed, got "flaot", did you mean "float"?',
    );
    expect(messageOf({ features: { windowDays: [] } })).toBe(
      'x: features.windowDays must have at least 1 item, got []',
    );
    expect(messageOf({ aws: { endpointUrl: 'nope' } })).toContain('must be an address such as http://127.0.0.1:4566');
    expect(messageOf({ promotion: { parameterPrefix: 'a' } })).toContain('must begin with /, got "a"');
    const every = messageOf({
      data: 3,
      time: [],
      renameDuplicates: 'yes',
      params: { a: [] },
      evaluation: 1,
      split: 'a',
    });
    expect(every).not.toMatch(/Invalid|expected|received|undefined/);
  });

  it('takes hyperparameters with a value per feature as lists and objects of signs', () => {
    for (const monotone_constraints of [[1, 0, -1], { amount: 1 }, '(1,-1)', 1]) {
      expect(parseConfig({ params: { monotone_constraints } }, 'x').params).toEqual({ monotone_constraints });
    }
    expect(messageOf({ params: { monotone_constraints: [1, 2] } })).toBe(
      'x: params.monotone_constraints.1 must be one of -1, 0, 1, got 2',
    );
    expect(messageOf({ params: { monotone_constraints: { amount: 'up' } } })).toBe(
      'x: params.monotone_constraints.amount must be one of -1, 0, 1, got "up"',
    );
  });

  it.each([
    ['{"params":{"eta":0.1,"__proto__":1}}', 'unknown key "params.__proto__"'],
    ['{"params":{"monotone_constraints":{"__proto__":1}}}', 'unknown key "params.monotone_constraints.__proto__"'],
    ['{"tuning":{"space":{"__proto__":[1,2]}}}', 'unknown key "tuning.space.__proto__"'],
    ['{"validation":{"__proto__":{"min":1}}}', 'unknown key "validation.__proto__"'],
    ['{"__proto__":{"data":"a.csv"},"seed":-1}', 'seed must be >= 0, got -1; unknown key "__proto__"'],
    ['{"promotion":{"__proto__":1}}', 'unknown key "promotion.__proto__"'],
    [
      '{"promotion":{"constructor":1,"prototype":2}}',
      'unknown key "promotion.constructor"; unknown key "promotion.prototype"',
    ],
    ['{"constructor":1}', 'unknown key "constructor"'],
  ])('drops no key that objects inherit: %s', (text, problem) => {
    expect(messageOf(JSON.parse(text) as object)).toBe(`x: ${problem}`);
    expect(() => parseConfig(JSON.parse(text), 'x', () => 3)).toThrow('line 3: ');
  });

  it('names lines where they are known', () => {
    expect(() => parseConfig({ tagret: 'y' }, 'x', (path) => (path[0] === 'tagret' ? 4 : undefined))).toThrow(
      'x: line 4: unknown key "tagret"',
    );
  });
});

describe('passwords', () => {
  const long = 'hush'.repeat(30);
  it.each([
    [{ data: [`redis://:${long}@h/0`] }],
    [{ data: { x: `redis://:${long}@h/0` } }],
    [{ seed: `redis://:${long}@h/0` }],
    [{ drop: `redis://:${long} more@h/0` }],
    [{ aws: { endpointUrl: `http://me:${long}@h` } }],
    [{ aws: { endpointUrl: `http://me:${long}/x@h y` } }],
    [{ aws: { endpointUrl: `https://${long}@h` } }],
    [{ aws: { endpointUrl: `minio:${long}@127.0.0.1:9000` } }],
    [{ aws: { endpointUrl: `https://h/?access_token=${long}` } }],
  ])('are in no message: %o', (config) => {
    let error: unknown;
    try {
      parseConfig(config, 'fraudx.yaml');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect(JSON.stringify([(error as Error).message, (error as InvalidArgumentError).details])).not.toContain('hush');
  });
});
