/**
 * How often the intervals of `metricIntervals` and `compareModels` cover, and how often gates on their bounds accept what they should not.
 *
 * Run: `node -C fraudx-source benchmarks/coverage/intervals.ts [--sims 2000] [--frauds 20,50,100,500] [--days 0,7,14,30] [--populations
 * binormal,mixture] [--bootstrap] [--markdown]`. A cell is a number of frauds, a number of days (0: independent rows) and a population. One line per
 * metric: coverage at 95 %; `low` and `high`, how often the lower bound lies above and the upper bound below the truth (2.5 % each are
 * wanted; a gate on that bound accepts so often by mistake); `better`, how often one of two equal models is called better; `rough`, the
 * share of intervals that the product itself calls rough, or that do not exist. Cells that the product calls rough count for nothing.
 *
 * `--bootstrap` measures percentiles of 400 resamples instead, within each class or of whole days, as intervals were made before.
 */
import { parseArgs } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Rng } from '../../packages/core/src/index.ts';
import {
  bootstrapMetrics,
  calculateMetrics,
  compareModels,
  metricIntervals,
} from '../../packages/evaluation/src/index.ts';
import { BASE_RATE, drawRows } from './populations.ts';
import type { Population } from './populations.ts';
import type { ScoredRows } from '../../packages/evaluation/src/index.ts';

interface Cell {
  readonly frauds: number;
  readonly nDays: number;
  readonly population: Population;
}

interface Tally {
  made: number;
  rough: number;
  covered: number;
  low: number;
  high: number;
  better: number;
  worse: number;
  width: number;
}

function emptyTally(): Tally {
  return { made: 0, rough: 0, covered: 0, low: 0, high: 0, better: 0, worse: 0, width: 0 };
}

const ROWS_OF_TRUTH = 3_000_000;
const skipped = new Set(['majority_rate', 'base_rate']);

function sizeOf({ frauds }: Cell): number {
  return Math.round(frauds / BASE_RATE);
}

/** A large sample of independent rows in which a third is fraud, weighted to the base rate: with few frauds its own error would show. */
function richRows(population: Population, seed: number): ScoredRows {
  const share = 1 / 3;
  const rows = drawRows({ population, n: ROWS_OF_TRUTH, baseRate: share }, new Rng(seed));
  const [fraud, genuine] = [BASE_RATE / share, (1 - BASE_RATE) / (1 - share)];
  const sampleWeight = new Float64Array(ROWS_OF_TRUTH);
  for (let i = 0; i < sampleWeight.length; i++) sampleWeight[i] = rows.yTrue[i] === 1 ? fraud : genuine;
  return { ...rows, sampleWeight };
}

const SAMPLES_OF_TRUTH = 12;

/**
 * The metrics of a large population, those of totals and of the k highest scores scaled to the size of the cell: means over several samples,
 * since the error of one would show beside sets of many frauds (a shift by a tenth of their standard error makes .031 of .025).
 */
function truthOf(cell: Cell): Record<string, number> {
  const truths = Array.from({ length: SAMPLES_OF_TRUTH }, (_, s) => truthOfSample(cell, 99 + s));
  return Object.fromEntries(
    Object.keys(truths[0]!).map((name) => [
      name,
      truths.reduce((sum, truth) => sum + truth[name]!, 0) / SAMPLES_OF_TRUTH,
    ]),
  );
}

function truthOfSample(cell: Cell, seed: number): Record<string, number> {
  const n = sizeOf(cell);
  const days = cell.nDays === 0 ? undefined : Math.round((ROWS_OF_TRUTH / n) * cell.nDays);
  const rows =
    days === undefined
      ? richRows(cell.population, seed)
      : drawRows({ population: cell.population, n: ROWS_OF_TRUTH, nDays: days }, new Rng(seed));
  const top = Math.round((100 / n) * ROWS_OF_TRUTH);
  const { values } = calculateMetrics(rows, { also: [`precision_at_${top}`] });
  const perDay = n / (cell.nDays === 0 ? 20 : cell.nDays);
  return {
    ...values,
    precision_at_100: values[`precision_at_${top}`]!,
    total_cost: values['expected_cost']! * n,
    cost_per_day: values['expected_cost']! * perDay,
    alerts_per_day: values['alert_rate']! * perDay,
    // Days that mean nothing have another size in the population.
    ...(cell.nDays === 0 ? { precision_at_100_per_day: NaN } : {}),
  };
}

async function simulate(
  cell: Cell,
  truth: Record<string, number>,
  from: number,
  to: number,
  bootstrap: boolean,
): Promise<Record<string, Tally>> {
  const tallies: Record<string, Tally> = {};
  const root = new Rng(7).stream(JSON.stringify(cell));
  for (let s = from; s < to; s++) {
    const rows = drawRows(
      { population: cell.population, n: sizeOf(cell), ...(cell.nDays === 0 ? {} : { nDays: cell.nDays }) },
      root.stream(`set-${s}`),
    );
    const options = { method: cell.nDays === 0 ? ('rows' as const) : ('by-day' as const) };
    const resampling = {
      seed: s,
      nWorkers: 1,
      nResamples: 400,
      method: cell.nDays === 0 ? 'within-class' : 'by-day',
    } as const;
    const { intervals } = bootstrap ? await bootstrapMetrics(rows, resampling) : metricIntervals(rows, options);
    const { metrics } = compareModels(rows, { yScore: rows.otherScore, threshold: rows.threshold }, options);
    for (const [name, { low, high, rough }] of Object.entries(intervals)) {
      if (skipped.has(name) || Number.isNaN(truth[name])) continue;
      const tally = (tallies[name] ??= emptyTally());
      if (rough !== undefined || low === null || high === null) tally.rough++;
      if (low === null || high === null) continue;
      tally.made++;
      const slack = 1e-12;
      if (low > truth[name]! + slack) tally.low++;
      else if (high < truth[name]! - slack) tally.high++;
      else tally.covered++;
      tally.width += high - low;
      const { low: least, high: most } = metrics[name]!;
      if (least !== null && least > 0) tally.better++;
      if (most !== null && most < 0) tally.worse++;
    }
  }
  return tallies;
}

if (!isMainThread) {
  const { cell, truth, from, to, bootstrap } = workerData as {
    cell: Cell;
    truth: Record<string, number>;
    from: number;
    to: number;
    bootstrap: boolean;
  };
  parentPort!.postMessage(await simulate(cell, truth, from, to, bootstrap), []);
} else {
  const { values } = parseArgs({
    options: {
      sims: { type: 'string', default: '2000' },
      frauds: { type: 'string', default: '20,50,100,500' },
      days: { type: 'string', default: '0,7,14,30' },
      populations: { type: 'string', default: 'binormal,mixture' },
      bootstrap: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
    },
  });
  const sims = Number(values.sims);
  const threads = 2;
  const results: { cell: Cell; tallies: Record<string, Tally> }[] = [];
  for (const nDays of values.days.split(',').map(Number)) {
    for (const frauds of values.frauds.split(',').map(Number)) {
      for (const population of values.populations.split(',') as Population[]) {
        const cell = { frauds, nDays, population };
        const truth = truthOf(cell);
        const parts = await Promise.all(
          Array.from({ length: threads }, async (_, t) => {
            const [from, to] = [t, t + 1].map((k) => Math.round((k * sims) / threads));
            const worker = new Worker(new URL(import.meta.url), {
              workerData: { cell, truth, from, to, bootstrap: values.bootstrap },
            });
            return new Promise<Record<string, Tally>>((resolve, reject) => {
              worker.once('message', resolve);
              worker.once('error', reject);
            });
          }),
        );
        const tallies: Record<string, Tally> = {};
        for (const part of parts) {
          for (const [name, tally] of Object.entries(part)) {
            const sum = (tallies[name] ??= emptyTally());
            for (const key of Object.keys(tally) as (keyof Tally)[]) sum[key] += tally[key];
          }
        }
        results.push({ cell, tallies });
        print({ cell, tallies }, sims);
      }
    }
  }
  if (values.markdown) printMarkdown(results, sims);
}

function share(count: number, of: number): string {
  return of === 0 ? '–' : (count / of).toFixed(3).replace(/^0/, '');
}

function print({ cell, tallies }: { cell: Cell; tallies: Record<string, Tally> }, sims: number): void {
  const rows = cell.nDays === 0 ? 'independent rows' : `${cell.nDays} days`;
  console.log(`\n${cell.frauds} frauds, ${rows}, ${cell.population}, ${sims} simulations`);
  for (const [name, t] of Object.entries(tallies)) {
    const coverage = t.covered / t.made;
    const off =
      t.rough < sims / 2 && (coverage < 0.93 || coverage > 0.97 || t.low / t.made > 0.035 || t.high / t.made > 0.035);
    const pairedOff = t.rough < sims / 2 && (t.better / t.made > 0.035 || t.worse / t.made > 0.035);
    console.log(
      `${name.padEnd(26)} covers ${share(t.covered, t.made)}  low ${share(t.low, t.made)}  high ${share(t.high, t.made)}  better ${share(t.better, t.made)}  worse ${share(t.worse, t.made)}  rough ${share(t.rough, sims)}  width ${(t.width / t.made).toPrecision(3)}${off ? '  <- interval' : ''}${pairedOff ? '  <- paired' : ''}`,
    );
  }
}

/** Coverage by metric and cell, in parentheses where the product calls most of these intervals rough. */
function printMarkdown(results: readonly { cell: Cell; tallies: Record<string, Tally> }[], sims: number): void {
  const names = [...new Set(results.flatMap(({ tallies }) => Object.keys(tallies)))];
  console.log('');
  for (const nDays of new Set(results.map(({ cell }) => cell.nDays))) {
    const cells = results.filter(({ cell }) => cell.nDays === nDays);
    console.log(
      `| ${nDays === 0 ? 'independent rows' : `${nDays} days`} | ${cells.map(({ cell }) => `${cell.frauds} ${cell.population}`).join(' | ')} |`,
    );
    console.log(`| --- |${cells.map(() => ' --- |').join('')}`);
    for (const name of names) {
      const texts = cells.map(({ tallies }) => {
        const t = tallies[name];
        if (t === undefined || t.made === 0) return '–';
        const text = share(t.covered, t.made);
        return t.rough > sims / 2 ? `(${text})` : text;
      });
      console.log(`| \`${name}\` | ${texts.join(' | ')} |`);
    }
    console.log('');
  }
}
