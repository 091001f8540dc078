import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';
import { blocksOf } from './read-examples.ts';

const page = 'docs/bank-export.md';
const rows = 6000;
const newRows = 200;
const minutes = 21;

let sandbox: Awaited<ReturnType<typeof openSandbox>>;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Date and clock in Madrid, as day.month.year and hours:minutes. */
function localTime(ms: number): [string, string] {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Madrid',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(ms);
  const [date, clock] = text.split(' ') as [string, string];
  return [date.split('-').toReversed().join('.'), clock];
}

/** 1083.65 as 1.083,65. */
function amountText(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replaceAll(/\B(?=(\d{3})+$)/g, '.');
  return `${whole},${pad(cents % 100, 2)}`;
}

/** A number in [0, 1) that looks random, the same for every run. */
function chance(i: number, stream: number): number {
  const x = Math.sin(i * 12.9898 + stream * 78.233) * 43_758.5453;
  return x - Math.floor(x);
}

const isFraudulent = (i: number): boolean => chance(i, 1) < 0.03;

/** A raw export like the one that the page shows: of a hundred payments three are frauds, most of them large. */
function line(i: number): Record<string, string> {
  const ms = Date.UTC(2025, 2, 2, 23, 5) + i * minutes * 60_000;
  const [date, clock] = localTime(ms);
  const isFraud = isFraudulent(i);
  const isLate = i > rows - 500;
  return {
    payment_id: `P${pad(i + 1, 7)}`,
    booking_date: date,
    booking_time: clock,
    card: `C${pad(Math.floor(chance(i, 2) * 300), 3)}`,
    merchant: `M${pad(Math.floor(chance(i, 3) * 120), 3)}`,
    mcc: isFraud && chance(i, 4) < 0.8 ? '5732' : ['5411', '5812', '4111', '5732'][Math.floor(chance(i, 5) * 4)]!,
    amount: amountText(Math.floor((isFraud && chance(i, 6) < 0.93 ? 70_000 : 300) + chance(i, 7) ** 3 * 90_000)),
    verdict: isLate || chance(i, 8) < 0.04 ? 'pending' : isFraud ? 'fraud' : 'ok',
    chargeback_date: isFraud && !isLate ? localTime(ms + 18 * 86_400_000)[0] : '',
  };
}

function csv(from: number, to: number, without: readonly string[] = []): string {
  const lines = Array.from({ length: to - from }, (_, k) => line(from + k));
  const names = Object.keys(lines[0]!).filter((name) => !without.includes(name));
  return [names, ...lines.map((one) => names.map((name) => one[name]))].map((cells) => cells.join(';')).join('\n');
}

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'export.csv'), csv(0, rows));
  await writeFile(join(sandbox.folder, 'today.csv'), csv(rows, rows + newRows, ['verdict', 'chargeback_date']));
});
afterAll(() => sandbox.close());

describe(page, () => {
  it('leads from such an export to a promoted model and scores, with the config that it shows', async () => {
    const [config] = blocksOf(page, 'yaml');
    const lines = blocksOf(page, 'sh').flatMap(({ code }) => code.split('\n'));
    expect(lines.length).toBeGreaterThanOrEqual(10);
    for (const command of lines) {
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
      const done = await sandbox.fraudx(words.slice(1));
      expect(done.code, `${command}\n${done.stdout}\n${done.stderr}`).toBe(0);
      if (words[1] === 'init') {
        expect(done.stdout).toContain('leaves out chargeback_date');
        expect(done.stdout).toContain('fraud is taken for fraud, ok for genuine, and "pending"');
        const proposed = await readFile(join(sandbox.folder, 'fraudx.yaml'), 'utf8');
        for (const said of [
          'positive: [fraud]',
          'negative: [ok]',
          'time: { date: booking_date, clock: booking_time }',
          'entity: card',
          'amount: amount',
          'categorical: [mcc]',
          'threshold: alerts-per-day<=4',
        ]) {
          expect(proposed).toContain(said);
        }
        await writeFile(join(sandbox.folder, 'fraudx.yaml'), config!.code);
      }
      if (words[1] === 'train') {
        expect(done.stderr).toMatch(/rows have no label: positive and negative name none of "pending" \d+/);
        expect(done.stderr).toContain('labels are missing late');
        expect(done.stdout).toContain('days of Europe/Madrid');
      }
    }
    const scores = (await readFile(join(sandbox.folder, 'scores.csv'), 'utf8')).trim().split('\n');
    expect(scores[0]).toBe('payment_id,amount,merchant,score,prediction');
    expect(scores).toHaveLength(newRows + 1);
    const scored = scores.slice(1).map((text, k) => ({ i: rows + k, score: Number(text.split(',').at(-2)) }));
    const mean = (of: typeof scored): number => of.reduce((sum, { score }) => sum + score, 0) / of.length;
    expect(mean(scored.filter(({ i }) => isFraudulent(i)))).toBeGreaterThan(
      2 * mean(scored.filter(({ i }) => !isFraudulent(i))),
    );
  });
});
