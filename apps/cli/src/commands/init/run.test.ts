import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultMissingMarkers } from '@fraudx/data';
import { parse } from 'yaml';
import type { Io } from '../../io.ts';
import { fakeIo } from '../../testing/fake-io.ts';
import { runInit } from './run.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'fraudx-init-'));
  const rows = Array.from({ length: 200 }, (_, i) => {
    const at = (hours: number): string => new Date(Date.UTC(2025, 0, 1) + (i * 3 + hours) * 3_600_000).toISOString();
    const fraud = i % 9 === 2;
    return [
      `T${i}`,
      `19${40 + (i % 50)}-05-04`,
      at(0),
      at(fraud ? 500 : -1),
      `C${i % 30}`,
      (((i * 37) % 900) + 0.5).toFixed(2),
      5000 + (i % 4),
      fraud ? 'fraud' : i % 10 === 0 ? 'unkn' : 'ok',
    ].join(',');
  });
  const header = 'transaction_id,date_of_birth,purchase_time,payment_time,card,amount,mcc,FLAG';
  await writeFile(join(cwd, 'tx.csv'), `${header}\n${rows.join('\n')}\n`);
});
afterEach(() => rm(cwd, { recursive: true }));

function ioOf(ask?: Io['ask']): Io {
  return fakeIo(cwd, { ask, errIsTerminal: ask !== undefined });
}

const config = async (): Promise<unknown> => parse(await readFile(join(cwd, 'fraudx.yaml'), 'utf8'));

describe('fraudx init', () => {
  it('writes the usual markers beside those that are said, as a list in a config replaces them', async () => {
    await runInit([], { data: 'tx.csv', missing: ['unkn'] }, { io: ioOf() });
    expect(await config()).toMatchObject({ missing: [...defaultMissingMarkers, 'unkn'] });
  });

  it('writes the time zone that is said, and refuses one that nobody knows', async () => {
    await runInit([], { data: 'tx.csv', timeZone: 'Europe/Berlin' }, { io: ioOf() });
    expect(await config()).toMatchObject({ timeZone: 'Europe/Berlin' });
    const wrong = runInit([], { data: 'tx.csv', timeZone: 'Euro/Berlin', force: true }, { io: ioOf() });
    await expect(wrong).rejects.toMatchObject({ code: 'UNKNOWN_TIME_ZONE' });
  });

  it('asks at a terminal when the event happened and how many alerts can be looked at', async () => {
    const asked: string[] = [];
    const answers = ['purchase_time', '40'];
    const io = ioOf((question) => {
      asked.push(question);
      return Promise.resolve(answers[asked.length - 1]!);
    });
    await runInit([], { data: 'tx.csv' }, { io });
    expect(asked[0]).toMatch(/when the event happened\?\n {2}1 {2}\w+_time\n {2}2 {2}\w+_time\n/);
    expect(asked[0]).not.toContain('birth');
    expect(asked[1]).toContain('How many alerts');
    expect(await config()).toMatchObject({
      target: 'FLAG',
      positive: ['fraud'],
      negative: ['ok'],
      time: 'purchase_time',
      amount: 'amount',
      entity: 'card',
      categorical: ['mcc'],
      drop: ['transaction_id', 'card', 'payment_time'],
      evaluation: { threshold: 'alerts-per-day<=40' },
    });
  });

  it('asks for costs where there is no capacity', async () => {
    const answers = ['2', '', '4'];
    await runInit([], { data: 'tx.csv' }, { io: ioOf(() => Promise.resolve(answers.shift()!)) });
    expect(await config()).toMatchObject({
      evaluation: { threshold: 'min-cost', costs: { falseAlert: { fixed: 4 } } },
    });
  });

  it('lists what it could not ask, and chooses no threshold', async () => {
    const done = await runInit([], { data: 'tx.csv' }, { io: ioOf() });
    const { notes } = done.json as { notes: string[] };
    expect(notes.join('\n')).toMatch(
      /several columns may be the time of the event: \w+_time, \w+_time; taken: \w+_time/,
    );
    expect(notes.join('\n')).toMatch(/no threshold is chosen: .*alerts-per-day<=N.*min-cost/);
    expect(notes.join('\n')).toContain('fraud is taken for fraud, ok for genuine, and "unkn"');
    const text = await readFile(join(cwd, 'fraudx.yaml'), 'utf8');
    expect(text).toMatch(/# Other columns of times: .*"date_of_birth"|# Other columns of times: "\w+_time"/);
    expect(await config()).not.toHaveProperty('evaluation');
  });

  it('takes capacity and costs as flags, one of them', async () => {
    await runInit([], { data: 'tx.csv', time: 'purchase_time', alertsPerDay: 7 }, { io: ioOf() });
    expect(await config()).toMatchObject({ evaluation: { threshold: 'alerts-per-day<=7' } });
    await expect(runInit([], { alertsPerDay: 7, alertCost: 2, force: true }, { io: ioOf() })).rejects.toThrow(
      'got both',
    );
  });

  it('knows the names of a German export: time of two columns, card, merchant, amount and label', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => {
      const date = `${String(1 + (i % 28)).padStart(2, '0')}.03.2025`;
      const clock = `${String(i % 24).padStart(2, '0')}:${String((i * 7) % 60).padStart(2, '0')}`;
      const amount = `${(i * 37) % 900},50`;
      return [`V${i}`, date, date, clock, `K${i % 30}`, `H${i % 12}`, amount, i % 9 === 2 ? 'ja' : 'nein'].join(';');
    });
    const header = 'Vorgangsnummer;Buchungstag;Wertstellung;Uhrzeit;Kartennummer;Händler;Betrag;Betrug';
    await writeFile(join(cwd, 'umsatz.csv'), [header, ...lines, ''].join('\n'));
    const done = await runInit([], { data: 'umsatz.csv', alertsPerDay: 5 }, { io: ioOf() });
    expect(await config()).toMatchObject({
      target: 'Betrug',
      positive: ['ja'],
      negative: ['nein'],
      time: { date: 'Buchungstag', clock: 'Uhrzeit' },
      entity: 'Kartennummer',
      terminal: 'Händler',
      amount: 'Betrag',
    });
    expect(String(done.text)).toMatch(/Next: fraudx tune --strategy random$/);
  });

  const write = async (header: string, of: (i: number) => string): Promise<void> =>
    writeFile(join(cwd, 'own.csv'), [header, ...Array.from({ length: 90 }, (_, i) => of(i)), ''].join('\n'));

  it('takes no label by its name alone: it asks, or leaves it open and says what comes next', async () => {
    await write('id,amount,Class', (i) => `${i},${i * 3},${['Economy', 'Business'][i % 2]}`);
    const silent = await runInit([], { data: 'own.csv', alertsPerDay: 5 }, { io: ioOf() });
    expect(await config()).not.toHaveProperty('target');
    expect(String(silent.text)).toContain(
      'Class may be the label, but its values do not say which mean fraud ("Business" 45, "Economy" 45)',
    );
    expect(String(silent.text)).toMatch(/Next: set target in it, then fraudx doctor$/);
    const answers = ['Class', 'Business', ''];
    const io = ioOf(() => Promise.resolve(answers.shift()!));
    const asked = await runInit([], { data: 'own.csv', alertsPerDay: 5, force: true }, { io });
    expect(await config()).toMatchObject({ target: 'Class', positive: ['Business'], negative: ['Economy'] });
    expect(String(asked.text)).toMatch(/Next: fraudx tune --strategy random$/);
    const declined = ['none of these'];
    const none = ioOf(() => Promise.resolve(declined.shift() ?? ''));
    await runInit([], { data: 'own.csv', alertsPerDay: 5, force: true }, { io: none });
    expect(await config()).not.toHaveProperty('target');
  });

  it('says that the values of a named label must be set before a training', async () => {
    await write('step,amount,result', (i) => `${1 + Math.floor(i / 4)},${i * 3},${['A', 'B', 'C'][i % 3]}`);
    const done = await runInit([], { data: 'own.csv', target: 'result', alertsPerDay: 5 }, { io: ioOf() });
    expect(done.json).toMatchObject({ open: ['positive', 'negative', 'timeUnit'] });
    expect(String(done.text)).toMatch(/Next: set positive, negative and timeUnit in it, then fraudx doctor$/);
    await write('amount,fraud', (i) => `${i * 3},0`);
    const one = await runInit([], { data: 'own.csv', target: 'fraud', alertsPerDay: 5, force: true }, { io: ioOf() });
    expect(String(one.text)).toContain('fraud holds "0" 90: a label must have two values');
    expect(String(one.text)).toContain('Next: set target in it');
  });

  it('asks which of several columns has a role, or says which it took', async () => {
    await write('Karte,Kunde,Importe,isFraud', (i) => `K${i % 9},C${i % 7},${i}.5,${i % 2}`);
    const silent = await runInit([], { data: 'own.csv', alertsPerDay: 5 }, { io: ioOf() });
    expect(String(silent.text)).toContain('several columns may be the customer or card: Karte, Kunde; taken: Karte');
    const io = ioOf((question) => Promise.resolve(question.includes('customer or card') ? '2' : ''));
    await runInit([], { data: 'own.csv', alertsPerDay: 5, force: true }, { io });
    expect(await config()).toMatchObject({ entity: 'Kunde', amount: 'Importe' });
  });
});
