import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { renderYaml } from './render-yaml.ts';

/** Texts that one reader or the other takes for something else, from the specifications of YAML 1.1 and 1.2 and what PyYAML does. */
const tricky = [
  ['no', 'No', 'NO', 'on', 'off', 'yes', 'y', 'N', 'true', 'FALSE', 'null', 'Null', '~', 'none', ''],
  [
    '1',
    '-1',
    '+1',
    '0',
    '-0',
    '017',
    '0o17',
    '0x1F',
    '0b101',
    '1_000',
    '1e-7',
    '1e3',
    '1.5',
    '.5',
    '5.',
    '6.02e23',
    '+.inf',
  ],
  ['.inf', '-.Inf', '.nan', '.NaN', 'inf', 'nan', '12:30', '1:2:3.5', '190:20:30', '12:30:45'],
  ['2026-01-02', '2026-01-02 03:04:05', '2026-1-2T03:04:05Z', '2001-12-14t21:59:43.10-05:00'],
  [
    '=',
    '<<',
    '-',
    '- a',
    '? a',
    ': a',
    'a: b',
    'a:',
    ':a',
    'a #b',
    '#a',
    '&a',
    '*a',
    '!a',
    '!!str a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
  ],
  [
    '{a: 1}',
    '[a]',
    '"a"',
    "'a'",
    "it's",
    '---',
    '...',
    '--- a',
    ' a',
    'a ',
    'a  b',
    '\ta',
    'a\tb',
    'a\nb',
    'a\r\nb',
    '\\n',
  ],
  [
    '\u0000',
    '\u0007',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\uffff',
    '\ud83d\ude00',
    'ä',
    '日本',
    'a\u0085b',
  ],
  [
    'arn:aws:s3:::bucket/key',
    '/fraud-detection/hyperparameters',
    'Ada Lovelace',
    'run-01ABC',
    'sqrt',
    '(1,-1)',
    '{"a":1}',
    'a,b',
  ],
].flat();
const numbers = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e-7,
  1.5e-7,
  -1e-9,
  5e-324,
  1e20,
  1e21,
  1.7976931348623157e308,
  2 ** 53,
  2 ** 53 - 1,
  123456789012345680000,
];

const sample = {
  texts: Object.fromEntries(tricky.map((text, i) => [`t${i}`, text])),
  keys: Object.fromEntries(tricky.map((text, i) => [text, i])),
  numbers: Object.fromEntries(numbers.map((value, i) => [`n${i}`, value])),
  flags: { yes: true, no: false, nothing: null, left: undefined },
  empty: {},
};
const expected = { ...sample, flags: { yes: true, no: false, nothing: null } };

function python(): string | undefined {
  for (const name of ['python3', 'python']) {
    try {
      execFileSync(name, ['-c', 'import yaml'], { stdio: 'ignore' });
      return name;
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** What PyYAML reads, with the type of every number; numbers as texts that keep all digits. */
const script = `
import json, sys, yaml
def shown(value):
    if isinstance(value, bool) or value is None or isinstance(value, str): return value
    if isinstance(value, (int, float)): return {"number": repr(float(value))}
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value), [key for key in value if not isinstance(key, str)]
        return {key: shown(inner) for key, inner in value.items()}
    raise TypeError(type(value).__name__ + " " + repr(value))
json.dump(shown(yaml.safe_load(sys.stdin.buffer.read().decode("utf-8"))), sys.stdout)
`;

function readWithPython(name: string, text: string): unknown {
  const out = execFileSync(name, ['-c', script], { input: text, encoding: 'utf8' });
  return JSON.parse(out, (_, value: unknown) => {
    const number = (value as { number?: string } | null)?.number;
    return typeof number === 'string' ? Number(number) : value;
  });
}

describe('renderYaml', () => {
  it('means the same to readers of YAML 1.1 and 1.2', () => {
    const text = renderYaml(sample);
    expect(parse(text)).toEqual(expected);
    const old = parseDocument(text, { version: '1.1' });
    expect(old.errors).toEqual([]);
    expect(old.toJS()).toEqual(expected);
    expect(renderYaml({ eta: 1e-7, approver: 'no', at: '12:30', who: 'Ada Lovelace', big: 2 ** 60 })).toBe(
      'eta: 1.0e-7\napprover: "no"\nat: "12:30"\nwho: Ada Lovelace\nbig: 1.152921504606847e+18\n',
    );
  });

  it('keeps any text, key and number', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const values = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
    const key = text.filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(key, values, { noNullPrototype: true }), (record) => {
        const written = renderYaml({ record, after: 1 });
        expect(parse(written)).toEqual({ record, after: 1 });
        expect(parseDocument(written, { version: '1.1' }).toJS()).toEqual({ record, after: 1 });
      }),
      { numRuns: 300 },
    );
    const long = 'k '.repeat(600);
    expect(parse(renderYaml({ [long]: 'x', b: { [long]: { c: 1 } } }))).toEqual({
      [long]: 'x',
      b: { [long]: { c: 1 } },
    });
  });

  const reader = python();
  it.skipIf(reader === undefined)('is read by PyYAML as it was meant', () => {
    const random = fc.sample(
      fc.tuple(fc.string({ unit: 'grapheme', maxLength: 10 }), fc.string({ maxLength: 6 })),
      300,
    );
    const texts = Object.fromEntries(random.flat().map((text, i) => [`r${i}`, text]));
    const drawn = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 300);
    const more = Object.fromEntries(drawn.map((value, i) => [`d${i}`, value]));
    const { keys, ...rest } = sample;
    const all = { ...rest, keys, texts2: texts, more };
    const read = readWithPython(reader!, renderYaml(all)) as { numbers: Record<string, number> };
    expect(read).toEqual({ ...expected, texts2: texts, more });
    expect(Object.values(read.numbers).every((value) => typeof value === 'number')).toBe(true);
  });
});
