/** Runs fuzz cases of one reader, one line of JSON a case before and after; `argv`: reader, folder, seed, first case, end. */
import { writeSync } from 'node:fs';
import { FraudxError, Rng } from '@fraudx/core';
import { readers } from './readers.ts';

const [name, folder, seed, first, end] = process.argv.slice(2);
const reader = readers.find((one) => one.name === name)!;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Written before it goes on: what a crash was in the middle of must be known, and `process.stdout` would keep what a full pipe does not take. */
function say(line: object): void {
  for (let rest = Buffer.from(`${JSON.stringify(line)}\n`); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

const run = await reader.prepare(folder!);
say({ ready: true });
for (let i = Number(first); i < Number(end); i++) {
  say({ begin: i });
  let refused = false;
  let wrong: string | undefined;
  const started = performance.now();
  try {
    await run(new Rng(Number(seed) * 1_000_003 + i));
  } catch (error) {
    refused = true;
    if (!(error instanceof FraudxError) || error.kind === 'internal') wrong = (error as Error)?.stack ?? String(error);
  }
  const peak = process.resourceUsage().maxRSS * 1024;
  say({ end: i, refused, wrong, ms: performance.now() - started, peak });
}
process.exit(0);
