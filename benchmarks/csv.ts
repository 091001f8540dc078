/**
 * CSV to columns: 100 000 × 31 numbers, and the same with a time and a text column, against pandas.read_csv, alternating, in fresh processes.
 *
 * Run: `node -C fraudx-source benchmarks/csv.ts [python]`, or with the others by `node --run bench -- csv`. The peer needs pandas.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Rng } from '../packages/core/src/index.ts';
import { readFrame } from '../packages/data/src/index.ts';

const [first = 'python3', path, warmup] = process.argv.slice(2);
const rows = 100_000;
const repetitions = 5;

const peer = `
import sys, time, pandas
path = sys.argv[1]
dates = ["when"] if sys.argv[2] == "mixed" else []
pandas.read_csv(path, parse_dates=dates)
start = time.perf_counter()
pandas.read_csv(path, parse_dates=dates)
print((time.perf_counter() - start) * 1000)
`;

async function write(file: string, mixed: boolean): Promise<void> {
  const rng = new Rng(1).stream('csv');
  const out = createWriteStream(file);
  const names = Array.from({ length: mixed ? 29 : 31 }, (_, j) => `v${j}`);
  out.write(`${[...(mixed ? ['when', 'city'] : []), ...names].join(',')}\n`);
  for (let i = 0; i < rows; i++) {
    const cells = names.map((_, j) =>
      j % 5 === 0 ? String(Math.floor(rng.uniform() * 1000)) : rng.normal().toFixed(9),
    );
    const when = new Date(1.7e12 + i * 61_000).toISOString().slice(0, 19).replace('T', ' ');
    const line = `${[...(mixed ? [when, `city${i % 500}`] : []), ...cells].join(',')}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Milliseconds of the second read in a process of its own. */
async function ours(file: string): Promise<number> {
  await readFrame(file);
  const started = performance.now();
  await readFrame(file);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

if (warmup === 'ours') {
  console.log(await ours(path!));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'fraudx-csv-'));
  try {
    for (const kind of ['numbers', 'mixed'] as const) {
      const file = join(folder, `${kind}.csv`);
      await write(file, kind === 'mixed');
      const us: number[] = [];
      const them: number[] = [];
      for (let k = 0; k < repetitions; k++) {
        const args = ['-C', 'fraudx-source', fileURLToPath(import.meta.url), first, file, 'ours'];
        us.push(Number(execFileSync(process.execPath, args, { encoding: 'utf8' })));
        them.push(Number(execFileSync(first, ['-c', peer, file, kind], { encoding: 'utf8' })));
      }
      const [a, b] = [median(us), median(them)];
      console.log(
        `CSV ${rows} × 31 (${kind}): fraudx ${a.toFixed(0)} ms, pandas ${b.toFixed(0)} ms, ratio ${(a / b).toFixed(2)} (goal 1.0)`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
