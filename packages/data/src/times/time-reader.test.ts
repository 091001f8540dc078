import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { TimeReader } from './time-reader.ts';
import type { TimeSettings, TimeUnit } from './time-settings.ts';

const numbers = (name: string, ...values: number[]): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});
const dates = (name: string, ...texts: string[]): Column => ({
  kind: 'timestamp',
  name,
  values: Float64Array.from(texts, (text) => Date.parse(`${text}Z`)),
});
const texts = (name: string, ...cells: string[]): Column => {
  const categories = [...new Set(cells.filter((cell) => cell !== ''))].sort();
  return { kind: 'categorical', name, categories, codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)) };
};

function read(columns: readonly Column[], settings: TimeSettings, name?: string) {
  const reader = new TimeReader(settings);
  const frame = reader.read(new Frame(columns));
  const column = frame.column(name ?? reader.column!) as Extract<Column, { kind: 'timestamp' }>;
  const iso = [...column.values].map((ms) => (Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 19)));
  return { reader, frame, column, iso };
}

describe('TimeReader', () => {
  it('says that numbers were rounded, and not of whole hours, or with a few seconds among them', () => {
    const warningsOf = (...values: number[]) => read([numbers('t', ...values)], { column: 't' }).reader.warnings();
    const rounded = [1_745_480_000, 1_745_490_000, Number.NaN, 1_745_510_000];
    expect(warningsOf(...rounded)).toEqual([
      expect.stringContaining('6 significant digits at most, such as 1745480000'),
    ]);
    expect(warningsOf(...rounded, 1_745_510_007)).toEqual([]);
    expect(warningsOf(1_745_280_000, 1_745_366_400, 1_745_452_800, 1_745_496_000)).toEqual([]);
    expect(warningsOf(1_745_480_000, 1_745_480_000)).toEqual([]);
  });

  it('reads dates where a model had numbers, with a warning, and refuses them beside a unit that is said of them', () => {
    const frame = new Frame([dates('t', '2025-04-24T06:18:18', '2025-04-25T06:18:18')]);
    const settings = { column: 't', unit: 'excel-days' } as const;
    const reader = new TimeReader(settings, { dates: 'warn' });
    expect(reader.read(frame).column('t')).toEqual(frame.column('t'));
    expect(reader.warnings()).toEqual([
      'column "t" is written otherwise than in training: numbers (excel-days) there, dates here; read by what stands here',
    ]);
    const silent = new TimeReader(settings, { dates: 'read' });
    silent.read(frame);
    expect(silent.warnings()).toEqual([]);
    expect(() => new TimeReader(settings).read(frame)).toThrow('timeUnit must be left out');
  });

  it('keeps how numbers were written that become times', () => {
    const column = { ...numbers('t', 45_771.25), reading: { numbers: 'comma' } } as Column;
    expect(read([column], { column: 't', unit: 'excel-days' }).column.reading).toEqual({ numbers: 'comma' });
  });

  it.each<[TimeUnit, number, string]>([
    ['seconds', 1_740_009_876, '2025-02-20T00:04:36'],
    ['milliseconds', 1_740_009_876_000, '2025-02-20T00:04:36'],
    ['microseconds', 1_740_009_876_000_000, '2025-02-20T00:04:36'],
    ['minutes', 61, '1970-01-01T01:01:00'],
    ['hours', 743, '1970-01-31T23:00:00'],
    ['days', 20_139, '2025-02-20T00:00:00'],
    ['excel-days', 45_708.5, '2025-02-20T12:00:00'],
    ['yyyymmdd', 20_250_220, '2025-02-20T00:00:00'],
    ['yyyymmddhhmm', 202_502_200_004, '2025-02-20T00:04:00'],
    ['yyyymmddhhmmss', 20_250_220_000_436, '2025-02-20T00:04:36'],
  ])('reads numbers that count %s, also as texts', (unit, value, iso) => {
    expect(read([numbers('t', value, Number.NaN)], { column: 't', unit }).iso).toEqual([iso, '']);
    expect(read([texts('t', String(value), '')], { column: 't', unit }).iso).toEqual([iso, '']);
  });

  it('reads nanoseconds, which are texts because no double holds them', () => {
    const { column } = read([texts('t', '1740009876123456789')], { column: 't', unit: 'nanoseconds' });
    expect(column.values[0]).toBeCloseTo(1_740_009_876_123.456, 2);
  });

  it('refuses what is no time in the unit, by row over all frames', () => {
    const reader = new TimeReader({ column: 't', unit: 'yyyymmdd' });
    reader.read(new Frame([numbers('t', 20_240_229, 20_240_301)]));
    expect(() => reader.read(new Frame([numbers('t', 20_250_101, 20_250_229)]))).toThrow(
      'data: column "t" must hold times in yyyymmdd, got 20250229 in data row 4',
    );
    expect(() => read([texts('t', 'soon')], { column: 't', unit: 'hours' })).toThrow('got "soon" in data row 1');
    expect(() => read([dates('t', '2025-01-01')], { column: 't', unit: 'hours' })).toThrow(
      'timeUnit must be left out where the time column "t" holds dates, got hours',
    );
  });

  it.each<[TimeUnit, number, string, TimeUnit]>([
    ['seconds', 1_740_009_876_000, '57108', 'milliseconds'],
    ['milliseconds', 1_740_009_876_000_000, '57108', 'microseconds'],
    ['minutes', 1_740_009_876, '5278', 'seconds'],
    ['seconds', 20_250_220_000_436, '', 'yyyymmddhhmmss'],
    ['days', 1_740_009_876, '', 'seconds'],
    ['excel-days', 20_250_220, '57343', 'yyyymmdd'],
  ])('refuses %s that are plainly another unit: %d', (unit, value, year, likely) => {
    const refused = (): unknown => read([numbers('t', Number.NaN, value)], { column: 't', unit });
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'TIME_NOT_IN_UNIT',
        message: expect.stringMatching(
          new RegExp(`in data row 2${year === '' ? '' : `, which is in the year ${year}$`}`),
        ) as unknown,
        hint: expect.stringContaining(`say timeUnit: ${likely}`) as unknown,
        details: expect.objectContaining({ likely }) as unknown,
      }),
    );
    expect(read([numbers('t', value)], { column: 't', unit: likely }).iso[0]).toMatch(/^2025/);
  });

  it.each<[TimeUnit, string[]]>([
    ['yyyymmdd', ['0', '99991231', '10101', '00010101', '00000000']],
    ['yyyymmddhhmm', ['0', '999912312359', '101010000']],
    ['yyyymmddhhmmss', ['0', '99991231235959', '10101000000', '00010101000000']],
  ])('takes dates %s that stand for none as missing, and counts them', (unit, none) => {
    const real = '20250220000436'.slice(0, unit.length);
    const cells = [real, ...none];
    const asText = read([texts('t', ...cells, '')], { column: 't', unit });
    expect(asText.iso).toEqual([expect.stringMatching(/^2025-02-20/), ...none.map(() => ''), '']);
    const asNumbers = read([numbers('t', ...cells.map(Number), Number.NaN)], { column: 't', unit });
    expect(asNumbers.iso).toEqual(asText.iso);
    expect(asNumbers.reader.warnings()).toEqual([
      `time column "t" holds ${none.length} numbers that stand for no date, the first 0 in data row 2; read as missing`,
    ]);
  });

  it.each<[string, Column]>([
    ['seconds', numbers('t', Number.NaN, 1_740_009_876)],
    ['milliseconds', numbers('t', Number.NaN, 1_740_009_876_000)],
    ['microseconds', numbers('t', Number.NaN, 1_740_009_876_000_000)],
    ['nanoseconds', texts('t', '', '1740009876000000123')],
  ])('takes %s since 1970 for times where no unit is given, and settles it', (unit, column) => {
    const { iso, reader, column: time } = read([column], { column: 't' });
    expect(iso).toEqual(['', '2025-02-20T00:04:36']);
    expect(time.zones).toBe('all');
    const said = expect.stringContaining(`taken as ${unit} since 1970`) as unknown;
    expect(reader.warnings()).toEqual(unit === 'seconds' ? [] : [said]);
    expect(reader.settled).toEqual({ column: 't', unit: 'epoch' });
    // What training settled reads any size, and dates.
    const settled = reader.settled!;
    expect(read([numbers('t', 1_740_009_876, 1_740_009_876_000)], settled).iso).toEqual([iso[1], iso[1]]);
    expect(read([dates('t', '2025-02-20T00:04:36')], settled).iso).toEqual([iso[1]]);
    expect(read([numbers('t', 5)], settled).iso).toEqual(['1970-01-01T00:00:05']);
  });

  it.each<[string, Column, string]>([
    ['a number that is no such time', numbers('t', Number.NaN, 1_740_009_999, 5), 'got 5 in data row 5'],
    ['another unit', numbers('t', 1_740_009_999_000), 'got 1740009999000 in data row 3'],
    ['a text', texts('t', '1740009999', 'soon'), 'got "soon" in data row 4'],
  ])('refuses %s in a later frame, which all rows together would have left as numbers', (_, later, got) => {
    const reader = new TimeReader({ column: 't' });
    reader.read(new Frame([numbers('t', 1_740_009_876, Number.NaN)]));
    expect(() => reader.read(new Frame([later]))).toThrow(
      expect.objectContaining({
        code: 'TIME_UNIT_CHANGES',
        message: expect.stringContaining(got) as string,
      }) as Error,
    );
    // Where the unit is said, each number is what its size shows; where training settled it, too.
    const said = new TimeReader({ column: 't', unit: 'epoch' });
    said.read(new Frame([numbers('t', 1_740_009_876)]));
    expect(said.read(new Frame([numbers('t', 1_740_009_876_000, 5)])).column('t').kind).toBe('timestamp');
  });

  it.each<[string, Column]>([
    ['numbers', numbers('t', Number.NaN, 1_740_009_876, 1_740_009_876_000, 1_740_009_877)],
    ['texts', texts('t', '', '1740009876', '1740009876000', '1740009877')],
  ])('refuses %s of two units in one frame, which would put rows in a wrong order', (_, column) => {
    const reader = new TimeReader({ column: 't' });
    expect(() => reader.read(new Frame([column]))).toThrow(
      expect.objectContaining({
        code: 'TIME_UNIT_CHANGES',
        message:
          'data: time column "t" must count from 1970 in one unit, got seconds in 2 rows (1740009876 in data row 2), milliseconds in 1 rows (1740009876000 in data row 3)',
        hint: expect.stringContaining('timeUnit: epoch') as string,
      }) as Error,
    );
    expect(read([column], { column: 't', unit: 'epoch' }).iso).toHaveLength(4);
  });

  it.each([
    [[1_022_025, 28_022_025, 31_012_025], 'ddmmyyyy', 'yyyymmdd'],
    [[1_022_025_000_929, 28_022_025_232_336], 'ddmmyyyyhhmmss', 'yyyymmddhhmmss'],
  ])('asks whether numbers such as %j are dates with the day first', (values, form, unit) => {
    const warningsOf = (...all: number[]): string => {
      const reader = new TimeReader({ column: 't' });
      reader.read(new Frame([numbers('t', ...all)]));
      return reader.warnings().join();
    };
    expect(warningsOf(...values)).toContain(`look like dates written ${form}, but`);
    expect(warningsOf(...values)).toContain(`with timeUnit: ${unit}`);
    expect(warningsOf(...values, 32_012_025)).not.toContain('ddmmyyyy');
  });

  it('leaves later frames as numbers where the first ones are, as all rows together would be', () => {
    const reader = new TimeReader({ column: 't' });
    for (const cells of [[5], [1_740_009_876]]) {
      expect(reader.read(new Frame([numbers('t', ...cells)])).column('t').kind).toBe('numeric');
    }
    expect(reader.settled).toBeUndefined();
  });

  it.each<[string, Column]>([
    ['a count of seconds', numbers('t', 1, 172_792)],
    ['one that is no such number', numbers('t', 1_740_009_876, 0)],
    ['dates with an hour', numbers('t', 2_025_013_114, 2_025_013_115)],
    ['dates with a clock', numbers('t', 202_501_311_405)],
    ['texts', texts('t', '1740009876', 'soon')],
    ['nothing', numbers('t', Number.NaN)],
  ])('leaves %s as it is', (_, column) => {
    const reader = new TimeReader({ column: 't' });
    expect(reader.read(new Frame([column])).column('t')).toBe(column);
    expect(reader.settled).toBeUndefined();
  });

  it('says that a count with a start of its own has no dates', () => {
    const of = (unit: TimeUnit, ...values: number[]) =>
      read([numbers('t', ...values)], { column: 't', unit }).reader.warnings();
    expect(of('hours', 1, 743)).toEqual([expect.stringContaining('counts hours from a start of its own')]);
    expect(of('yyyymmdd', 20_250_101)).toEqual([]);
  });

  it.each<[string, number[], string]>([
    ['steps', [1, 2, 743], 'numbers from 1 to 743: taken as seconds they all lie within 13 minutes'],
    ['days of the year', [1, 30, 365], 'say what they count with timeUnit: hours, minutes, days'],
    ['dates', [20_240_101, 20_240_102, 20_240_201], 'look like dates written yyyymmdd'],
    ['dates with a time', [20_240_101_120_000, 20_240_102_000_000, 20_240_201_235_959], 'written yyyymmddhhmmss'],
    ['milliseconds of no year near', [7.4e12, 7.5e12, 7.6e12], 'too large for seconds: taken as milliseconds'],
    ['microseconds of no year near', [7.4e15, 7.5e15, 7.6e15], 'too large for seconds: taken as microseconds'],
  ])('asks what %s count, over all frames', (_, values, said) => {
    const reader = new TimeReader({ column: 't' });
    for (const value of values) reader.read(new Frame([numbers('t', value)]));
    expect(reader.warnings()).toEqual([expect.stringContaining(said)]);
    expect(reader.settled).toBeUndefined();
  });

  it.each([
    ['seconds since the first transaction', [0, 100, 172_792]],
    ['seconds since 1970 within an hour', [1_740_009_876, 1_740_009_976, 1_740_010_276]],
    ['seconds of a year', [86_400, 2_000_000, 15_811_131]],
    ['dates by accident', [20_240_101, 20_240_172, 21_240_201]],
    ['one row', [5]],
  ])('takes %s as they are', (_, values) => {
    expect(read([numbers('t', ...values)], { column: 't' }, 't').reader.warnings()).toEqual([]);
  });

  it('takes times without a zone for local ones, and counts those that came twice or never', () => {
    const when = dates(
      't',
      '2025-01-31T12:00',
      '2025-07-01T12:00',
      '2025-10-26T02:30',
      '2025-03-30T02:30',
      '2025-10-26T03:30',
    );
    const { iso, reader, column } = read([when], { column: 't', zone: 'Europe/Madrid' });
    expect(iso).toEqual([
      '2025-01-31T11:00:00',
      '2025-07-01T10:00:00',
      '2025-10-26T00:30:00',
      '2025-03-30T01:30:00',
      '2025-10-26T02:30:00',
    ]);
    expect(column.zones).toBe('all');
    expect(reader.warnings()).toEqual([
      'column "t" holds 1 time that occurred twice in Europe/Madrid (clocks were put back), read as the first of the two; and 1 time that did not exist in Europe/Madrid (clocks were put forward), read later by the time that was skipped, usually one hour',
    ]);
    const twice = new TimeReader({ column: 't', zone: 'Europe/Madrid' });
    const again = twice.read(read([when], { column: 't', zone: 'Europe/Madrid' }).frame);
    expect(again.column('t')).toEqual(column);
    expect(twice.warnings()).toEqual([]);
  });

  it('takes a local time that came twice for the second where rows in time order leave nothing else', () => {
    const texts = ['01:50', '02:10', '02:50', '02:10', '02:40', '03:00'].map((clock) => `2025-10-26T${clock}`);
    const inOrder = read([dates('t', ...texts)], { column: 't', zone: 'Europe/Madrid' });
    const clocks = (iso: readonly string[]): string[] => iso.map((text) => text.slice(11, 16));
    expect(clocks(inOrder.iso)).toEqual(['23:50', '00:10', '00:50', '01:10', '01:40', '02:00']);
    expect(inOrder.reader.warnings()).toEqual([
      'column "t" holds 4 times that occurred twice in Europe/Madrid (clocks were put back), 2 read as the first of the two and 2 as the second, by the order of the rows',
    ]);
    // Row by row it is the same.
    const reader = new TimeReader({ column: 't', zone: 'Europe/Madrid' });
    const one = texts.map((text) => reader.read(new Frame([dates('t', text)])).column('t') as { values: Float64Array });
    expect(Float64Array.from(one, ({ values }) => values[0]!)).toEqual(inOrder.column.values);
    // Rows that are not in time order before say nothing, nor does the order of another column.
    const before = read([dates('t', '2025-10-25T12:00', '2025-10-24T12:00', ...texts)], {
      column: 't',
      zone: 'Europe/Madrid',
    });
    expect(clocks(before.iso).slice(2)).toEqual(['23:50', '00:10', '00:50', '00:10', '00:40', '02:00']);
    const other = read([dates('other', ...texts)], { column: 't', zone: 'Europe/Madrid' }, 'other');
    expect(clocks(other.iso)).toEqual(['23:50', '00:10', '00:50', '00:10', '00:40', '02:00']);
  });

  it('leaves instants, dates of birth and, without a zone, everything as it is', () => {
    const instant = { ...dates('t', '2025-07-01T12:00'), zones: 'all' as const } as Column;
    const birth = dates('birth', '1980-05-04');
    const opened = dates('opened', '2025-07-01T09:00');
    const { frame, reader } = read([instant, birth, opened], { column: 't', zone: 'Europe/Madrid' });
    expect([frame.column('t'), frame.column('birth')]).toEqual([instant, birth]);
    expect((frame.column('opened') as { values: Float64Array }).values[0]).toBe(Date.UTC(2025, 6, 1, 7));
    expect(reader.settled).toEqual({ column: 't', zone: 'Europe/Madrid', localColumns: ['opened'] });
    expect(new TimeReader({ column: 't' }).read(frame)).toBe(frame);
    const replayed = new TimeReader(reader.settled!);
    const midnight = replayed.read(new Frame([instant, dates('opened', '2025-07-01T00:00')]));
    expect((midnight.column('opened') as { values: Float64Array }).values[0]).toBe(Date.UTC(2025, 5, 30, 22));
  });

  it('refuses a time column of which some cells say their zone, and a zone that does not exist', () => {
    const mixed = { ...dates('t', '2025-07-01T12:00'), zones: 'some' as const } as Column;
    expect(() => read([mixed], { column: 't', zone: 'Europe/Madrid' })).toThrow(
      'must say the zone in all cells or in none',
    );
    expect(() => new TimeReader({ zone: 'Mars/Base' })).toThrow('timeZone must be a time zone');
  });

  it('takes numbers yyyymmdd and days for local dates, and seconds for instants', () => {
    const of = (unit: TimeUnit, value: number) =>
      read([numbers('t', value)], { column: 't', unit, zone: 'Europe/Madrid' }).iso[0];
    expect(of('yyyymmdd', 20_250_701)).toBe('2025-06-30T22:00:00');
    expect(of('days', 20_270)).toBe('2025-06-30T22:00:00');
    expect(of('seconds', 1_751_328_000)).toBe('2025-07-01T00:00:00');
  });
});

describe('a time made of several columns', () => {
  const parts = { year: 'Year', month: 'Month', day: 'Day', clock: 'Time' };

  it('is made of numbers, English names and clocks', () => {
    const columns = [
      numbers('Year', 2002, 2019, 2020, 2020),
      texts('Month', 'September', 'feb', '12', 'Jan'),
      numbers('Day', 1, 28, 31, Number.NaN),
      texts('Time', '06:21', '2:05 PM', '23:59:59', '00:00'),
    ];
    const { iso, reader } = read(columns, { parts });
    expect(reader.column).toBe('event_time');
    expect(iso).toEqual(['2002-09-01T06:21:00', '2019-02-28T14:05:00', '2020-12-31T23:59:59', '']);
    expect(reader.settled).toEqual({ column: 'event_time', parts });
  });

  it.each([
    [{ date: 'D', hhmmss: 'T' }, [numbers('D', 20_250_131), texts('T', '000130')], '2025-01-31T00:01:30'],
    [{ date: 'D', hhmm: 'T' }, [dates('D', '2025-01-31'), numbers('T', 1405)], '2025-01-31T14:05:00'],
    [{ date: 'D' }, [texts('D', '20250131')], '2025-01-31T00:00:00'],
    [{ year: 'D', month: 'T' }, [numbers('D', 2025), numbers('T', 2)], '2025-02-01T00:00:00'],
    [
      { year: 'D', month: 'T', day: 'T', hour: 'T', minute: 'T', second: 'T' },
      [numbers('D', 2025), numbers('T', 2)],
      '2025-02-02T02:02:02',
    ],
  ])('may be %j', (of, columns, iso) => {
    expect(read(columns, { parts: of }).iso).toEqual([iso]);
  });

  it.each([
    [
      texts('D', '45660', '45660.38'),
      texts('T', '1899-12-30 09:07:00', '30.12.1899 18:14'),
      ['2025-01-03T09:07:00', '2025-01-03T18:14:00'],
    ],
    [
      numbers('D', 45_660, 45_661),
      texts('T', '0.379861111111111', '0,5'),
      ['2025-01-03T09:07:00', '2025-01-04T12:00:00'],
    ],
    [
      numbers('D', 45_660, 45_660),
      numbers('T', 0.5, 3.47222222222222e-3),
      ['2025-01-03T12:00:00', '2025-01-03T00:05:00'],
    ],
    [
      dates('D', '2025-01-03', '2025-01-03'),
      texts('T', '07h00', '7 h 05 min 09'),
      ['2025-01-03T07:00:00', '2025-01-03T07:05:09'],
    ],
    [
      dates('D', '2025-01-03', '2025-01-03'),
      texts('T', '13:40:60', '0.38'),
      ['2025-01-03T13:41:00', '2025-01-03T00:38:00'],
    ],
  ])('may have clocks and days as Access and spreadsheets write them: %j %j', (day, clock, iso) => {
    expect(read([day, clock], { parts: { date: 'D', clock: 'T' } }).iso).toEqual(iso);
  });

  it('names years of other calendars', () => {
    const { reader } = read([numbers('D', 14_460_101, 14_460_203)], { parts: { date: 'D' } });
    expect(reader.warnings()).toEqual([expect.stringContaining('"event_time" holds the year 1446 in all cells')]);
    const persian = read([numbers('t', 14_030_101)], { column: 't', unit: 'yyyymmdd' });
    expect(persian.reader.warnings().join()).toContain('of the Hijri or Persian calendar?');
  });

  it.each(['1.5', '2025-01-03 09:07:00', '0.379861111111111x', '-0.379861'])('refuses the clock %s', (clock) => {
    const columns = [numbers('D', 45_660, 45_660), texts('T', '0.5', clock)];
    expect(() => read(columns, { parts: { date: 'D', clock: 'T' } })).toThrow('must hold times of day');
  });

  it('is local time of the zone, under a name that is free', () => {
    const columns = [numbers('y', 2025), numbers('m', 7), numbers('EVENT_TIME', 1)];
    const { iso, reader } = read(columns, { parts: { year: 'y', month: 'm' }, zone: 'Europe/Madrid' });
    expect(reader.column).toBe('event_time_2');
    expect(iso).toEqual(['2025-06-30T22:00:00']);
  });

  it('advises the order of day and month where dates fit both', () => {
    const refused =
      (...cells: string[]) =>
      () =>
        read([texts('d', ...cells)], { parts: { date: 'd' } });
    expect(refused('03/04/2025', '05/06/2025')).toThrow(
      expect.objectContaining({
        code: 'TIME_PART_INVALID',
        hint: expect.stringContaining('say which with dateOrder') as unknown,
      }),
    );
    expect(refused('03/04/2025', 'soon')).toThrow(
      expect.objectContaining({ hint: 'Correct the cells, or mark one as missing.' }),
    );
  });

  it('names the cell or the cells that no calendar has', () => {
    const of = (day: number, month: string, time = '06:21') =>
      read(
        [
          numbers('Year', 2025, 2025),
          texts('Month', 'Jan', month),
          numbers('Day', 1, day),
          texts('Time', '06:21', time),
        ],
        { parts },
      );
    expect(() => of(30, 'Feb')).toThrow(
      'data: columns of the time must make a time, got Year 2025, Month "Feb", Day 30, Time "06:21" in data row 2',
    );
    expect(() => of(3, 'Brumaire')).toThrow(
      'column "Month" must hold months 1 to 12 or English names, got "Brumaire" in data row 2',
    );
    expect(() => of(3, 'May', '25:00')).toThrow(
      'column "Time" must hold times of day such as 14:05 or 2:05 PM, got "25:00"',
    );
    expect(() => read([numbers('Year', 2025)], { parts })).toThrow('column must exist, got "Month"');
  });

  it.each([
    [{ month: 'm' }, 'either date or year and month'],
    [{ year: 'y' }, 'month beside year'],
    [{ date: 'd', day: 'd' }, 'date without month and day'],
    [{ date: 'd', hour: 'h', clock: 'c' }, 'one of clock, hhmm, hhmmss and hour, got clock and hour'],
    [{ date: 'd', minute: 'm' }, 'hour beside minute'],
  ])('must be said once and wholly: %j', (of, problem) => {
    expect(() => read([numbers('d', 1)], { parts: of })).toThrow(problem);
  });

  it('names the unit of spreadsheets where numbers fit it', () => {
    const days = numbers('t', 45_931, 45_931.5, 45_960.25);
    const now = Date.UTC(2026, 0, 1);
    const warningsOf = (settings: TimeSettings): string[] => {
      const reader = new TimeReader(settings, { now });
      reader.read(new Frame([days]));
      return reader.warnings();
    };
    expect(warningsOf({ column: 't' })).toEqual([
      'time column "t" holds numbers from 45931 to 45960.25, but numbers are taken as counted in seconds: if they are day numbers of a spreadsheet, of which the last is 2025-10-30, say timeUnit: excel-days',
    ]);
    expect(warningsOf({ column: 't', unit: 'days' })).toEqual([
      'time column "t" holds numbers such as 45960.25, which counted in days since 1970 is 2095-11-01: as a day number of a spreadsheet it is 2025-10-30; say timeUnit: excel-days if they are such numbers',
    ]);
    expect(warningsOf({ column: 't', unit: 'excel-days' })).toEqual([]);
  });

  it('warns of times in the future, a few days aside', () => {
    const reader = new TimeReader({ column: 't' }, { now: Date.UTC(2025, 4, 1) });
    reader.read(new Frame([dates('t', '2025-04-30T00:00:00', '2025-05-07T00:00:00')]));
    expect(reader.warnings()).toEqual([]);
    reader.read(new Frame([dates('t', '2025-05-01T00:00:00', '2052-04-30T12:00:00')]));
    expect(reader.warnings()).toEqual([
      'time column "t" holds 1 time in the future, the first 2052-04-30 in data row 4: check the years',
    ]);
  });

  it('takes no dates yymmddhhmm for counts of seconds', () => {
    const unitOf = (...values: number[]): string | undefined => {
      const reader = new TimeReader({ column: 't' });
      reader.read(new Frame([numbers('t', ...values)]));
      return reader.settled?.unit;
    };
    expect(unitOf(1_503_141_559, 1_503_141_600, 1_512_312_359)).toBeUndefined();
    expect(unitOf(1_503_141_559, 1_503_141_600, 1_512_312_399)).toBe('epoch');
    expect(unitOf(1_503_141_559, 1_503_141_559, 1_503_141_600)).toBe('epoch');
  });

  it('lets the first frame with a time decide whether a column has clocks', () => {
    const reader = new TimeReader({ column: 't', zone: 'Europe/Madrid' });
    const none: Column = { kind: 'timestamp', name: 'other', values: Float64Array.of(NaN) };
    reader.read(new Frame([dates('t', '2025-01-01T10:00:00'), none]));
    const later = reader.read(new Frame([dates('t', '2025-01-02T10:00:00'), dates('other', '2025-01-02T10:00:00')]));
    expect((later.column('other') as Extract<Column, { kind: 'timestamp' }>).values[0]).toBe(Date.UTC(2025, 0, 2, 9));
    expect(reader.settled?.localColumns).toEqual(['other']);
  });
});
