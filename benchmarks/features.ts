/**
 * The behaviour features of the Fraud Detection Handbook for all of its 1.75 M transactions: seconds and memory of building them from rows
 * in memory. Run: `node -C fraudx-source benchmarks/features.ts <handbook_simulated.parquet>`; the goal is 10 s and 2 GB.
 */
import { readFrame } from '../packages/data/src/index.ts';
import { buildFeatures } from '../packages/features/src/index.ts';

const [path = ''] = process.argv.slice(2);
const { frame } = await readFrame(path);
const started = performance.now();
const columns = {
  time: 'TX_DATETIME',
  entity: 'CUSTOMER_ID',
  terminal: 'TERMINAL_ID',
  amount: 'TX_AMOUNT',
  target: 'TX_FRAUD',
};
let rows = 0;
for await (const part of buildFeatures([frame], columns)) rows += part.nRows;
const seconds = (performance.now() - started) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(`${rows} rows: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at most`);
