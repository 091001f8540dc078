/**
 * When the terminator ends a study, and what was still to gain by then.
 *
 * usage: node -C fraudx-source benchmarks/tuning/terminator.ts [studies, default 200]; prints the table of docs/tuning.md.
 * The value of a trial is a known function of four hyperparameters plus the error of ten blocks of validation rows, of which half is common to all trials, as
 * when they are measured on the same rows. The truth is the function's best value less that of the best trial.
 */
import { Rng } from '../../packages/core/src/index.ts';
import type { TrialRecord } from '../../packages/tuning/src/index.ts';
import { parseSearchSpace, runStudy } from '../../packages/tuning/src/index.ts';

const studies = Number(process.argv[2] ?? 200);
const nTrials = 100;
const blocks = 10;
const range = { type: 'float', low: 0, high: 1 };
const space = parseSearchSpace({ a: range, b: range, c: range, kind: ['x', 'y'] });

console.log(
  '| Standard error | Ended early | Trials, median | Regret below the standard error | Mean regret | Mean regret of all 100 trials |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const noise of [0.03, 0.01, 0.003]) {
  const used: number[] = [];
  const [regrets, whole]: [number[], number[]] = [[], []];
  let early = 0;
  for (let k = 0; k < studies; k++) {
    const rng = new Rng(1).stream(`study ${k}`);
    const [a, b, c] = [rng.uniform(), rng.uniform(), rng.uniform()];
    const [steep, bend] = [0.1 + rng.uniform(), 2 * rng.uniform()];
    const truth = (p: TrialRecord['params']): number =>
      0.8 -
      0.3 * steep * ((Number(p['a']) - a) ** 2 + bend * (Number(p['b']) - b) ** 2) -
      0.02 * Math.abs(Number(p['c']) - c) -
      (p['kind'] === 'x' ? 0 : 0.02);
    const common = Array.from({ length: blocks }, () => rng.normal());
    const spread = noise * Math.sqrt(blocks / 2);
    const objective = async (params: TrialRecord['params'], { trial }: { readonly trial: number }) => {
      const own = new Rng(2).stream(`study ${k} trial ${trial}`);
      const errors = common.map((shared) => spread * (shared + own.normal()));
      const metrics = Object.fromEntries(errors.map((error, i) => [`block_${i}`, truth(params) + error]));
      return { value: truth(params) + errors.reduce((sum, error) => sum + error, 0) / blocks, metrics };
    };
    const noiseOf = ({ metrics }: TrialRecord): number => {
      const values = Object.values(metrics!);
      const mean = values.reduce((sum, value) => sum + value, 0) / blocks;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (blocks * (blocks - 1)));
    };
    const design = {
      space,
      sampler: 'tpe',
      nTrials,
      direction: 'maximize',
      concurrency: 1,
      lag: 0,
      seed: k,
      objective,
    } as const;
    const regretOf = async (rules: { readonly noiseOf?: typeof noiseOf }): Promise<[number, number]> => {
      const { best, trials } = await runStudy({ ...design, ...rules });
      return [0.8 - truth(best!.params), trials.length];
    };
    const [regret, n] = await regretOf({ noiseOf });
    regrets.push(regret);
    used.push(n);
    early += Number(n < nTrials);
    whole.push((await regretOf({}))[0]);
  }
  const mean = (values: readonly number[]): string =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
  const median = used.toSorted((a, b) => a - b)[studies >> 1];
  const below = regrets.filter((regret) => regret < noise).length;
  console.log(
    `| ${noise} | ${early} of ${studies} | ${median} | ${below} of ${studies} | ${mean(regrets)} | ${mean(whole)} |`,
  );
}
