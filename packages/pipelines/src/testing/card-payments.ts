import { Rng } from '@fraudx/core';

/** Payments of cards: fraud is likelier with the amount, at night, and of one kind of shop. */
export function paymentsCsv(rows: number): string {
  const rng = new Rng(4);
  const lines = ['time,card,amount,shop,fraud'];
  for (let i = 0; i < rows; i++) {
    const amount = Math.round(rng.exponential(80));
    const hour = rng.int(24);
    const shop = ['food', 'fuel', 'games'][rng.int(3)]!;
    const risk = 0.02 + (amount > 150 ? 0.3 : 0) + (hour < 5 ? 0.15 : 0) + (shop === 'games' ? 0.1 : 0);
    const day = String(1 + Math.floor((28 * i) / rows)).padStart(2, '0');
    const time = `2024-02-${day} ${String(hour).padStart(2, '0')}:00:00`;
    lines.push(`${time},${rng.int(60)},${amount},${shop},${rng.uniform() < risk ? 1 : 0}`);
  }
  return `${lines.join('\n')}\n`;
}
