/** Runs fuzz cases of one reader, one line of JSON a case before and after; `argv`: reader, folder, seed, first case, end. */
import { FraudxError, Rng } from '@fraudx/core';
import { readers } from './readers.ts';

const [name, folder, seed, first, end] = process.argv.slice(2);
const reader = readers.find((one) => one.name === name)!;
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const run = await reader.prepare(folder!);
say({ ready: true });
for (let i = Number(first); i < Number(end); i++) {
  say({ begin: i });
  let refused = false;
  let wrong: string | undefined;
  try {
    await run(new Rng(Number(seed) * 1_000_003 + i));
  } catch (error) {
    refused = true;
    if (!(error instanceof FraudxError) || error.kind === 'internal') wrong = (error as Error)?.stack ?? String(error);
  }
  say({ end: i, refused, wrong, rss: process.memoryUsage.rss() });
}
process.exit(0);
