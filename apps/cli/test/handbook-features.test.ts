import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from '@fraudx/core';
import { prequentialSplits, readFrame } from '@fraudx/data';
import { buildFeatures } from '@fraudx/features';
import { beforeAll, describe, expect, it } from 'vitest';

const folder = process.env['FRAUDX_SHARED_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const path = join(folder, 'handbook_simulated.parquet');

describe.skipIf(!existsSync(path))('behaviour features of shared/data/handbook_simulated.parquet', () => {
  const numbers = (frame: Frame, name: string): Float64Array => {
    const column = frame.column(name);
    return column.kind === 'categorical' ? new Float64Array() : column.values;
  };
  let built: Frame;
  beforeAll(async () => {
    const { frame } = await readFrame(path);
    const columns = {
      time: 'TX_DATETIME',
      entity: 'CUSTOMER_ID',
      terminal: 'TERMINAL_ID',
      amount: 'TX_AMOUNT',
      target: 'TX_FRAUD',
    };
    for await (const part of buildFeatures([frame], columns)) built = part;
  });

  it('takes at most 2 GB for all rows', () => {
    expect(built.nRows).toBe(1_754_155);
    expect(process.resourceUsage().maxRSS).toBeLessThan(2 * 1024 * 1024);
  });

  it('equals the written definition on a sample of rows', () => {
    const [t, day] = [numbers(built, 'TX_TIME_SECONDS'), numbers(built, 'TX_TIME_DAYS')];
    const [customer, terminal] = [numbers(built, 'CUSTOMER_ID'), numbers(built, 'TERMINAL_ID')];
    const [amount, fraud] = [numbers(built, 'TX_AMOUNT'), numbers(built, 'TX_FRAUD')];
    for (let i = 0; i < built.nRows; i += 29_137) {
      expect(numbers(built, 'is_weekend')[i]).toBe((day[i]! + 6) % 7 >= 5 ? 1 : 0);
      expect(numbers(built, 'is_night')[i]).toBe(Math.floor((t[i]! % 86_400) / 3600) <= 6 ? 1 : 0);
      for (const w of [1, 7, 30]) {
        let [count, sum] = [0, 0];
        let [long, longFrauds, short, shortFrauds] = [0, 0, 0, 0];
        for (let j = 0; j <= i; j++) {
          if (customer[j] === customer[i] && t[j]! > t[i]! - w * 86_400) {
            count++;
            sum += amount[j]!;
          }
          if (terminal[j] !== terminal[i]) continue;
          if (t[j]! > t[i]! - (7 + w) * 86_400) {
            long++;
            longFrauds += fraud[j]!;
          }
          if (t[j]! > t[i]! - 7 * 86_400) {
            short++;
            shortFrauds += fraud[j]!;
          }
        }
        expect(numbers(built, `customer_count_${w}d`)[i]).toBe(count);
        expect(numbers(built, `customer_mean_amount_${w}d`)[i]).toBeCloseTo(sum / count, 9);
        expect(numbers(built, `terminal_count_${w}d`)[i]).toBe(long - short);
        const risk = long === short ? 0 : (longFrauds - shortFrauds) / (long - short);
        expect(numbers(built, `terminal_risk_${w}d`)[i]).toBe(risk);
      }
    }
  });

  it('splits as the book does: 7 days training, 7 delay, 7 test without known cards', () => {
    const y = Uint8Array.from(numbers(built, 'TX_FRAUD'));
    const rows = { time: numbers(built, 'TX_DATETIME'), y, entity: numbers(built, 'CUSTOMER_ID') };
    const [split] = prequentialSplits(rows, { startDay: 115, folds: 1 });
    const frauds = (part: Uint32Array): number => part.reduce((sum, row) => sum + y[row]!, 0);
    expect([split!.train.length, frauds(split!.train)]).toEqual([67_240, 598]);
    expect([split!.test.length, frauds(split!.test)]).toEqual([58_264, 385]);
  });
});
