import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { guessColumns, guessRoles, plainIdReason } from './guess-columns.ts';
import { guessLabelValues } from './guess-label-values.ts';
import { describeTarget, guessTargets } from './guess-target.ts';
import { guessTimes, isClearTime } from './guess-times.ts';
import { nameWords } from './name-words.ts';

const n = 60;
const day = 86_400_000;
const dates = (name: string): Column => ({
  kind: 'timestamp',
  name,
  values: Float64Array.from({ length: n }, (_, i) => Date.UTC(2025, 0, 1) + Math.floor(i / 3) * day),
});
const texts = (name: string, of: (i: number) => string): Column => {
  const cells = Array.from({ length: n }, (_, i) => of(i));
  const categories = [...new Set(cells)];
  return { kind: 'categorical', name, categories, codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)) };
};
const numbers = (name: string, of: (i: number) => number): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from({ length: n }, (_, i) => of(i)),
});

/** Columns of an export: date, date of value, clock, customer or card, merchant, amount, label, id of the row, date of birth. */
const exports = {
  de: [
    'Buchungstag',
    'Wertstellung',
    'Uhrzeit',
    'Kartennummer',
    'Händler',
    'Betrag (EUR)',
    'Betrug',
    'Vorgangsnummer',
    'Geburtsdatum',
  ],
  'de, other words': [
    'Transaktionsdatum',
    'Valutadatum',
    'Buchungszeit',
    'Karte',
    'Haendlername',
    'Buchungsbetrag',
    'ist_betrug',
    'Referenz',
    'Geburtstag',
  ],
  es: [
    'Fecha operación',
    'Fecha valor',
    'Hora',
    'Número de tarjeta',
    'Comercio',
    'Importe',
    'es_fraude',
    'Referencia',
    'Fecha de nacimiento',
  ],
  fr: [
    "Date de l'opération",
    'Date de valeur',
    'Heure',
    'N° carte',
    'Commerçant',
    'Montant',
    'Fraude',
    'Référence',
    'Date de naissance',
  ],
  it: [
    'Data operazione',
    'Data valuta',
    'Ora',
    'Numero carta',
    'Esercente',
    'Importo EUR',
    'Frode',
    'Riferimento',
    'Data di nascita',
  ],
  pt: [
    'Data da transação',
    'Data valor',
    'Hora',
    'Cartão',
    'Estabelecimento',
    'Valor',
    'é_fraude',
    'Referência',
    'Data de nascimento',
  ],
  nl: [
    'Boekingsdatum',
    'Valutadatum',
    'Tijd',
    'Rekeningnummer',
    'Winkel',
    'Bedrag',
    'Fraude',
    'Referentie',
    'Geboortedatum',
  ],
  en: [
    'transaction_date',
    'value_date',
    'clock',
    'card_no',
    'merchant_name',
    'amount_eur',
    'is_fraud',
    'transaction_ref',
    'date_of_birth',
  ],
} as const;

function tableOf(names: readonly string[]): Frame {
  const [date, value, clock, card, shop, amount, label, id, birth] = names as unknown as (typeof exports)['en'];
  return new Frame([
    numbers(id, (i) => (i * 7) % n),
    dates(birth),
    dates(value),
    dates(date),
    texts(clock, (i) => `${String(i % 24).padStart(2, '0')}:${String((i * 7) % 60).padStart(2, '0')}`),
    texts(card, (i) => `C${i % 9}`),
    texts(shop, (i) => `S${i % 5}`),
    numbers(amount, (i) => i + 0.5),
    texts(label, (i) => (i % 5 === 0 ? 'yes' : 'no')),
  ]);
}

describe('names of banks', () => {
  it.each(Object.entries(exports))('are known: %s', (_, names) => {
    const frame = tableOf(names);
    const [date, , clock, card, shop, amount, label, id] = names;
    const found = guessTimes(frame);
    expect(found[0]?.parts).toEqual({ date, clock });
    expect(isClearTime(found)).toBe(true);
    expect(guessTargets(frame).map(({ name }) => name)).toEqual([label]);
    expect(guessRoles(frame)).toEqual({ entity: [card], terminal: [shop], amount: [amount] });
    expect(plainIdReason(frame.column(id))).toBe('an id: another value in every row');
  });

  it('have words of compounds apart, and no accents', () => {
    expect(nameWords('Kartennummer')).toEqual(['karten', 'nummer']);
    expect(nameWords('Buchungsdatum')).toEqual(['buchung', 'datum']);
    expect(nameWords('Straße/Über-Größe')).toEqual(['strasse', 'uber', 'grosse']);
    expect(nameWords('transactiondate')).toEqual(['transaction', 'date']);
    for (const whole of ['candidate', 'update', 'mandate', 'Kartell']) expect(nameWords(whole)).toHaveLength(1);
  });

  it('are in doubt where several fit', () => {
    const frame = new Frame([
      texts('Karte', (i) => `C${i % 9}`),
      texts('Kunde', (i) => `K${i % 7}`),
      texts('Kartenart', (i) => `A${i % 3}`),
      numbers('Importe', (i) => i + 0.5),
      numbers('Monto', (i) => i + 0.5),
      numbers('Valor', (i) => i),
    ]);
    expect(guessRoles(frame)).toEqual({ entity: ['Karte', 'Kunde'], terminal: [], amount: ['Importe', 'Monto'] });
    expect(guessColumns(frame, [], { entity: 'Kunde' })).toMatchObject({ entity: 'Kunde', amount: 'Importe' });
  });
});

describe('labels', () => {
  it.each([
    [['ja', 'nein'], ['ja'], ['nein']],
    [['Sí', 'No'], ['Sí'], ['No']],
    [['oui', 'non'], ['oui'], ['non']],
    [['Betrugsfall', 'kein Betrug', 'offen'], ['Betrugsfall'], ['kein Betrug']],
    [['fraude', 'sin fraude'], ['fraude'], ['sin fraude']],
    [['frode', 'regolare', 'in esame'], ['frode'], ['regolare']],
    [['Fraude confirmée', 'légitime'], ['Fraude confirmée'], ['légitime']],
    [['sim', 'não'], ['sim'], ['não']],
  ])('say what is fraud: %j', (values, positive, negative) => {
    expect(guessLabelValues(values.map((value) => ({ value, rows: 1 })))).toEqual({ positive, negative });
  });

  it('are no columns of earlier frauds, kinds or scores, nor of one value', () => {
    const flag = (i: number): number => i % 2;
    const names = ['previous_fraud', 'fraud_type', 'Betrugsrisiko', 'anzahl_betrug', 'fraud_count_30d', 'fecha_fraude'];
    const frame = new Frame([...names.map((name) => numbers(name, flag)), numbers('fraude', () => 0)]);
    expect(guessTargets(frame)).toEqual([]);
  });

  it('are clear only where values say which are fraud', () => {
    const frame = new Frame([
      texts('Klasse', (i) => ['A', 'B'][i % 2]!),
      texts('Betrug', (i) => ['ja', 'nein', 'offen'][i % 3]!),
      numbers('fraud', (i) => i % 2),
      numbers('label', (i) => 1 + (i % 3)),
    ]);
    expect(guessTargets(frame).map(({ name, isClear }) => [name, isClear])).toEqual([
      ['fraud', true],
      ['Betrug', true],
      ['label', false],
      ['Klasse', false],
    ]);
    expect(describeTarget(frame, 'Klasse').isClear).toBe(false);
  });
});

describe('outcomes of cases and names of core systems', () => {
  const few = (of: string, other: string) => (i: number) => (i % 10 === 3 ? of : other);

  it.each([
    ['Status', 'Confirmed Fraud', 'Closed - genuine'],
    ['Final Disposition', 'FRAUD', 'CLEARED'],
    ['Prüfergebnis', 'Missbrauch', 'unbegründet'],
    ['case_status', 'confirmed', 'dismissed'],
    ['FRDFLG', 'J', 'N'],
    ['Missbrauch', 'J', 'N'],
    ['Betrugskennzeichen', 'J', 'N'],
    ['fraud_outcome', 'CB', 'OK'],
    ['chargeback', 'Y', 'N'],
  ])('are labels by name and values: %s', (name, positive, negative) => {
    const frame = new Frame([texts('account_status', few('closed', 'open')), texts(name, few(positive, negative))]);
    const [found, ...others] = guessTargets(frame);
    expect(found).toMatchObject({ name, isClear: true });
    expect(others).toEqual([]);
    if (!found!.isBinary)
      expect(guessLabelValues(found!.values)).toEqual({ positive: [positive], negative: [negative] });
  });

  it('are none where the values speak of something else', () => {
    const frame = new Frame([
      texts('Status', few('declined', 'confirmed')),
      texts('payment_status', few('confirmed', 'approved')),
      texts('marital_status', few('single', 'married')),
      texts('order_status', few('yes', 'no')),
      numbers('chargeback_count', (i) => i % 2),
    ]);
    expect(guessTargets(frame).map(({ name, isClear }) => [name, isClear])).toEqual([
      ['payment_status', true],
      ['Status', false],
    ]);
  });

  it('are listed together, fraud before outcomes that speak of it, and those before chargebacks', () => {
    const frame = new Frame([
      texts('Status', few('fraud', 'genuine')),
      numbers('chargeback', (i) => i % 2),
      numbers('isFraud', (i) => i % 2),
    ]);
    expect(guessTargets(frame).map(({ name }) => name)).toEqual(['isFraud', 'Status', 'chargeback']);
  });

  const digits = (name: string): Column => numbers(name, (i) => 20_250_301 + Math.floor(i / 3));
  const clocks = (name: string): Column => numbers(name, (i) => (i % 24) * 10_000 + ((i * 7) % 60) * 100 + (i % 60));

  it('make a time of a date and a clock, also in digits', () => {
    const inDigits = guessTimes(new Frame([digits('VALDT'), digits('TRNDT'), clocks('TRNTM')]));
    expect(inDigits[0]?.parts).toEqual({ date: 'TRNDT', hhmmss: 'TRNTM' });
    expect(isClearTime(inDigits)).toBe(true);
    const texted = texts('Uhrzeit', (i) => `${String(i % 24).padStart(2, '0')}3015`);
    expect(guessTimes(new Frame([dates('Valuta'), dates('Buchungsdatum'), texted]))[0]?.parts).toEqual({
      date: 'Buchungsdatum',
      hhmmss: 'Uhrzeit',
    });
    for (const only of ['Valuta', 'booking_date', 'Buchungsdatum'])
      expect(guessTimes(new Frame([dates(only)]))[0]!.score).toBeGreaterThanOrEqual(-1);
    expect(guessTimes(new Frame([digits('VALDT')]))).toMatchObject([{ name: 'VALDT', unit: 'yyyymmdd' }]);
  });

  it.each([
    'Ermittlungsdatum',
    'investigation_date',
    'chargeback_date',
    'report_date',
    'Meldedatum',
    'claim_report_date',
  ])('never take a date after the event for its time: %s', (name) => {
    expect(isClearTime(guessTimes(new Frame([dates(name)])))).toBe(false);
    expect(guessTimes(new Frame([dates(name)]))[0]!.score).toBeLessThan(-1);
    const clock = texts('Uhrzeit', (i) => `${String(i % 24).padStart(2, '0')}:30`);
    expect(guessTimes(new Frame([dates(name), clock])).every(({ parts }) => parts === undefined)).toBe(true);
  });
});

describe('names of the exports of other banks', () => {
  it.each([
    [
      'entity',
      [
        'PAN_TOKEN',
        'Policy No',
        'cta',
        'Nº cuenta',
        'N° cpt',
        'Num polizza',
        'cta_cliente',
        'Nr rek',
        'Numer karty',
        'Posiadacz',
      ],
    ],
    ['terminal', ['MERCH_ID', 'mrch_no', 'Sprzedawca', 'Sklep', 'Nr sprzedawcy', 'Estab']],
    ['amount', ['Kwota', 'Kwota transakcji']],
  ] as const)('are known as %s', (role, names) => {
    for (const name of names) {
      const column = role === 'amount' ? numbers(name, (i) => i + 0.5) : texts(name, (i) => `c${i % 9}`);
      expect([name, guessRoles(new Frame([column]))[role]]).toEqual([name, [name]]);
    }
  });

  it('are known in Polish as label, time, id and values', () => {
    const frame = new Frame([
      dates('Data transakcji'),
      dates('Data urodzenia'),
      texts('Oszustwo', (i) => (i % 9 === 0 ? 'tak' : 'nie')),
    ]);
    expect(guessTimes(frame)[0]!.name).toBe('Data transakcji');
    expect(isClearTime(guessTimes(frame))).toBe(true);
    expect(guessTargets(frame).map(({ name }) => name)).toEqual(['Oszustwo']);
    expect(nameWords('Płatność')).toEqual(['platnosc']);
  });

  it.each([
    ['Swedish', 'Bedrägeri', ['Ja', 'Nej'], ['Datum', 'Öppnat konto'], 'Belopp'],
    ['Turkish', 'Sonuç', ['Dolandırıcılık', 'Temiz'], ['İşlem Tarihi', 'Açılış Tarihi'], 'Tutar'],
    ['Japanese', '判定', ['不正', '正常'], ['取引日時', '口座開設日'], '金額'],
    ['Spanish of mainframes', 'INDFRA', ['1', '0'], ['FECOPE', 'FECALTA'], 'IMPORTE'],
  ] as const)('are known in %s as label, time and amount', (_language, label, [fraud, genuine], times, amount) => {
    const frame = new Frame([
      ...times.map((name) => dates(name)),
      texts(label, (i) => (i % 9 === 0 ? fraud : genuine)),
      numbers(amount, (i) => i + 0.5),
    ]);
    expect(guessTimes(frame)[0]!.name).toBe(times[0]);
    expect(guessTargets(frame).map(({ name, isClear }) => [name, isClear])).toEqual([[label, true]]);
    expect(guessRoles(frame).amount).toEqual([amount]);
  });

  it('are amounts where zeros stand in front of numbers, which mean nothing there', () => {
    const frame = new Frame([texts('IMPORTE', (i) => `00000${i}99`), texts('Sucursal', (i) => `00${i % 9}`)]);
    expect(guessColumns(frame)).toMatchObject({ amount: 'IMPORTE', ids: [] });
  });

  it('hold tokens of one width that are ids or categories, and no amounts', () => {
    const token = (i: number): number => 4_000_000_000_000_000 + (i % 20) * 7919;
    const frame = new Frame([
      numbers('PAN', token),
      numbers('acq_token', token),
      numbers('partner', token),
      numbers('big', (i) => 1e9 * (1 + (i % 20) ** 2)),
      numbers('opened', (i) => 1_700_000_000_000 + (i % 20) * 1000),
    ]);
    const { entity, ids, codes } = guessColumns(frame);
    expect(entity).toBe('PAN');
    expect(ids.map(({ name }) => name)).toEqual(['PAN', 'acq_token']);
    expect(codes).toEqual(['partner']);
  });

  it('leave out times that were read as texts, and say so', () => {
    const frame = new Frame([texts('when', (i) => (i % 2 === 0 ? `01/02/2025 00:${i}` : `2025-02-01 00:${i}`))]);
    expect(guessColumns(frame).ids).toEqual([{ name: 'when', why: expect.stringContaining('looks like times') }]);
  });

  it('prefer how a case ended to a chargeback, where the values speak of fraud', () => {
    const frame = new Frame([
      texts('chargeback', (i) => (i % 5 === 0 ? 'Y' : 'N')),
      texts('Status', (i) => (i % 9 === 0 ? 'Confirmed Fraud' : 'Cleared')),
    ]);
    expect(guessTargets(frame).map(({ name }) => name)).toEqual(['Status', 'chargeback']);
    expect(guessTargets(frame.drop(['Status'])).map(({ name }) => name)).toEqual(['chargeback']);
  });
});
