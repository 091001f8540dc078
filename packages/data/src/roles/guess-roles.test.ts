import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { guessColumns, plainIdReason } from './guess-columns.ts';
import { guessLabelValues, isDoubtful } from './guess-label-values.ts';
import { guessMarkedTargets, guessTargets } from './guess-target.ts';
import { guessTimes, isClearTime, repeatsTime } from './guess-times.ts';

const n = 60;
const numbers = (name: string, of: (i: number) => number): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from({ length: n }, (_, i) => of(i)),
});
const texts = (name: string, of: (i: number) => string): Column => {
  const cells = Array.from({ length: n }, (_, i) => of(i));
  const categories = [...new Set(cells)].sort();
  return { kind: 'categorical', name, categories, codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)) };
};
const times = (name: string, stepHours = 5, start = Date.UTC(2025, 0, 1, 3)): Column => ({
  kind: 'timestamp',
  name,
  values: Float64Array.from({ length: n }, (_, i) => start + i * stepHours * 3_600_000),
});
const birthdays = (name: string): Column => times(name, 24 * 97, Date.UTC(1950, 2, 1));

describe('guessTargets', () => {
  it.each([
    'FLAG',
    'Is Fraud?',
    'EVENT_LABEL',
    'isFraud',
    'is_fraud',
    'Class',
    'fraud_bool',
    'fraud_flag',
    'label',
    'FraudFound_P',
    'fraud_reported',
    'TX_FRAUD',
    'has_fraud_report',
  ])('knows %s', (name) => {
    const frame = new Frame([numbers('amount', (i) => i), numbers(name, (i) => i % 2)]);
    expect(guessTargets(frame).map((one) => one.name)).toEqual([name]);
  });

  it('prefers values that are labels, then the name that says most, and takes no amounts', () => {
    const frame = new Frame([
      texts('Class', (i) => ['Economy', 'Business'][i % 2]!),
      numbers('isFlaggedFraud', (i) => (i === 7 ? 1 : 0)),
      numbers('isFraud', (i) => i % 2),
      numbers('fraud_amount', (i) => i),
      numbers('fraud', () => 0),
    ]);
    expect(guessTargets(frame).map((one) => one.name)).toEqual(['isFraud', 'isFlaggedFraud', 'Class']);
  });

  it('reads which values mean what from their words', () => {
    const of = (...values: string[]) => guessLabelValues(values.map((value) => ({ value, rows: 1 })));
    expect(of('ok', 'fraud', 'unkn')).toEqual({ positive: ['fraud'], negative: ['ok'] });
    expect(of('Not Fraud', 'Confirmed Fraud')).toEqual({ positive: ['Confirmed Fraud'], negative: ['Not Fraud'] });
    expect(of('licit', 'illicit', 'unknown')).toEqual({ positive: ['illicit'], negative: ['licit'] });
    expect(of('a', 'b')).toBeUndefined();
    expect(of('fraud', 'review')).toBeUndefined();
  });
});

describe('guessTimes', () => {
  it.each([
    ['transaction_date', ['date_of_birth', 'transaction_date', 'account_opened']],
    ['trans_date_trans_time', ['trans_date_trans_time', 'dob']],
    ['EVENT_TIMESTAMP', ['LABEL_TIMESTAMP', 'EVENT_TIMESTAMP']],
    ['incident_date', ['policy_bind_date', 'incident_date']],
    ['when', ['expiryDate', 'when']],
  ])('takes %s before other times', (name, columns) => {
    const frame = new Frame(columns.map((column) => (/birth|dob/.test(column) ? birthdays(column) : times(column))));
    const found = guessTimes(frame);
    expect(found[0]!.name).toBe(name);
    expect(isClearTime(found)).toBe(true);
  });

  it('is in doubt between two events, and never takes a birthday', () => {
    expect(isClearTime(guessTimes(new Frame([times('purchase_time'), times('payment_time')])))).toBe(false);
    expect(isClearTime(guessTimes(new Frame([birthdays('date_of_birth')])))).toBe(false);
  });

  it('knows counts and dates written as numbers, and takes no hours of the day for them', () => {
    const [step] = guessTimes(new Frame([numbers('step', (i) => i)]));
    expect(step).toMatchObject({ name: 'step', unit: 'unknown' });
    const [date] = guessTimes(new Frame([numbers('txn_date', (i) => 20_250_101 + (i % 28))]));
    expect(date).toMatchObject({ name: 'txn_date', unit: 'yyyymmdd' });
    expect(guessTimes(new Frame([numbers('event_day', (i) => (i * 5) % 7)]))).toEqual([]);
    const [epoch] = guessTimes(new Frame([numbers('unix_time', (i) => 1_700_000_000 + i * 5000)]));
    expect(epoch).not.toHaveProperty('unit');
  });

  it('knows times of several columns where they make times', () => {
    const parts = [
      numbers('Year', (i) => 2018 + (i % 3)),
      numbers('Month', (i) => 1 + (i % 12)),
      numbers('Day', (i) => 1 + (i % 28)),
    ];
    const clock = texts('Time', (i) => `${String(i % 24).padStart(2, '0')}:21`);
    expect(guessTimes(new Frame([...parts, clock]))[0]).toMatchObject({
      parts: { year: 'Year', month: 'Month', day: 'Day', clock: 'Time' },
    });
    const dateAndClock = guessTimes(new Frame([{ ...times('Transaction Date', 24, Date.UTC(2025, 0, 1)) }, clock]));
    expect(dateAndClock[0]).toMatchObject({ parts: { date: 'Transaction Date', clock: 'Time' } });
    const impossible = guessTimes(new Frame([...parts.slice(0, 2), numbers('Day', (i) => i + 20)]));
    expect(impossible.every((one) => one.parts === undefined)).toBe(true);
  });

  it('prefers a whole time to an opening date beside a clock, and when a row was made to a last login', () => {
    const clock = texts('local_time', (i) => `1${i % 9}:05`);
    const opened = times('open_date', 24, Date.UTC(2019, 0, 1));
    expect(guessTimes(new Frame([opened, clock, times('event_ts')]))[0]!.name).toBe('event_ts');
    expect(guessTimes(new Frame([opened, clock]))[0]!.parts).toEqual({ date: 'open_date', clock: 'local_time' });
    const made = texts('createdAt', (i) => String(1_735_799_560_000 + i * 3_600_000));
    expect(guessTimes(new Frame([times('lastLogin'), made])).map(({ name }) => name)).toEqual([
      'createdAt',
      'lastLogin',
    ]);
  });

  it('knows clocks of hours and minutes with an h, and days of a spreadsheet under a word of two meanings', () => {
    const days = times('Date', 24, Date.UTC(2025, 0, 1));
    const hours = texts('Heure', (i) => `${String(i % 24).padStart(2, '0')}h1${i % 9}`);
    expect(guessTimes(new Frame([days, hours]))[0]!.parts).toEqual({ date: 'Date', clock: 'Heure' });
    expect(guessTimes(new Frame([numbers('Data', (i) => 45_659.2 + i)]))[0]).toMatchObject({
      name: 'Data',
      unit: 'excel-days',
    });
    expect(guessTimes(new Frame([numbers('Data', (i) => i)]))).toEqual([]);
  });

  it('finds the time in another form', () => {
    const when = times('when');
    expect(
      repeatsTime(
        when,
        numbers('days', (i) => Math.floor((i * 5) / 24)),
      ),
    ).toBe(true);
    expect(
      repeatsTime(
        when,
        numbers('hour', (i) => (i * 5) % 24),
      ),
    ).toBe(false);
    expect(
      repeatsTime(
        when,
        numbers('constant', () => 1),
      ),
    ).toBe(false);
  });
});

describe('guessColumns', () => {
  it('finds roles, ids and codes', () => {
    const frame = new Frame([
      numbers('transactionId', (i) => (i * 7) % n),
      texts('reference', (i) => `r${i % 58}`),
      texts('customer', (i) => `c${i % 9}`),
      numbers('merchant_id', (i) => i % 5),
      numbers('Amount', (i) => i + 0.5),
      numbers('mcc', (i) => 5000 + (i % 4)),
      numbers('zipCode', (i) => 1000 + (i % 30)),
      numbers('age', (i) => 20 + (i % 40)),
      numbers('category_rate', (i) => (i % 5) / 10),
      numbers('is_product_new', (i) => i % 2),
    ]);
    expect(guessColumns(frame)).toEqual({
      entity: 'customer',
      terminal: 'merchant_id',
      amount: 'Amount',
      ids: [
        { name: 'transactionId', why: 'another value in every row' },
        { name: 'reference', why: 'another text in nearly every row' },
        { name: 'customer', why: 'names the customer or card' },
        { name: 'merchant_id', why: 'an id' },
      ],
      codes: ['mcc', 'zipCode'],
    });
  });

  it('is sure of an id only where nothing else can be meant', () => {
    expect(plainIdReason(texts('anything', (i) => `x${i}`))).toBe('another text in every row');
    expect(plainIdReason(numbers('txn_no', (i) => (i * 7) % n))).toBe('an id: another value in every row');
    expect(plainIdReason(numbers('Unnamed: 0', (i) => i))).toBe('a number that counts the rows');
    expect(plainIdReason(numbers('amount_cents', (i) => (i * 7) % n))).toBeUndefined();
    expect(plainIdReason(numbers('customer_id', (i) => i % 9))).toBeUndefined();
    const few = new Frame([texts('name', (i) => `x${i}`)]).take(Int32Array.of(0, 1, 2)).column('name');
    expect(plainIdReason(few)).toBeUndefined();
  });
});

describe('values of a label that speak of doubt', () => {
  it.each([
    'unconfirmed fraud',
    'suspected fraud',
    'Friendly Fraud',
    'not confirmed fraud',
    'possible_fraud',
    'Betrugsverdacht',
    'nicht bestätigter Betrug',
    'fraude presunto',
    'likely genuine',
  ])('are neither fraud nor genuine: %s', (value) => {
    const values = [value, 'fraud', 'genuine'].map((one) => ({ value: one, rows: 10 }));
    expect(guessLabelValues(values)).toEqual({ positive: ['fraud'], negative: ['genuine'] });
    expect(isDoubtful(value)).toBe(true);
  });

  it.each([
    'confirmed fraud',
    'no suspected fraud',
    'kein Betrugsverdacht',
    'Fraud',
    'suspicious',
    'pending',
    'genuine',
  ])('are not: %s', (value) => expect(isDoubtful(value)).toBe(false));

  it('give no label alone', () => {
    const values = ['Betrugsverdacht', 'kein Betrug'].map((value) => ({ value, rows: 10 }));
    expect(guessLabelValues(values)).toBeUndefined();
  });
});

describe('labels of one value and empty cells', () => {
  it('are found by their names', () => {
    const codes = Int32Array.from({ length: n }, (_, i) => (i < 3 ? 0 : -1));
    const frame = new Frame([
      { kind: 'categorical', name: 'is_fraud', categories: ['Y'], codes },
      { kind: 'categorical', name: 'shop', categories: ['Y'], codes },
      texts('fraud_flag', () => 'Y'),
    ]);
    expect(guessMarkedTargets(frame)).toEqual([{ name: 'is_fraud', value: { value: 'Y', rows: 3 }, empty: n - 3 }]);
  });
});

describe('counts since 1970', () => {
  it('may be the time where the name speaks of another one, if there is no better', () => {
    const micros = numbers('created', (i) => (1_735_700_000 + i * 999) * 1e6);
    expect(isClearTime(guessTimes(new Frame([micros])))).toBe(true);
    expect(guessTimes(new Frame([micros, times('tx_time')])).map(({ name }) => name)).toEqual(['tx_time', 'created']);
    expect(guessTimes(new Frame([numbers('order_id', (i) => 1_735_700_000 + i * 999)]))).toEqual([]);
    expect(isClearTime(guessTimes(new Frame([times('account_created')])))).toBe(false);
  });
});
