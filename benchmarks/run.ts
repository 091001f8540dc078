/**
 * All benchmarks side by side with their named peers, in one run, alternating, in fresh processes; medians and ratios go to docs/benchmarks.md.
 *
 * Run: `node --run bench [-- boosting csv metrics bootstrap tracking tuning]`. Peers need Python with numpy, pandas, scikit-learn, xgboost, lightgbm, optuna and rustuna: named by FRAUDX_PYTHON, else
 * installed once into `.cache/bench-tools`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BenchmarkRow } from './boosting/cases.ts';
import { runBoosting } from './boosting/cases.ts';
import type { GrowthRow } from './boosting/growth.ts';
import { runGrowth } from './boosting/growth.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const suites = process.argv.slice(2);
const wanted = (name: string): boolean => suites.length === 0 || suites.includes(name);

function findPython(): string {
  const named = process.env['FRAUDX_PYTHON'];
  if (named !== undefined) return named;
  const own = `${root}.cache/bench-tools/bin/python`;
  if (!existsSync(own)) {
    console.log('Installing the peers into .cache/bench-tools …');
    execFileSync('python3', ['-m', 'venv', `${root}.cache/bench-tools`], { stdio: 'inherit' });
    execFileSync(
      own,
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        'numpy',
        'scipy',
        'scikit-learn',
        'xgboost',
        'lightgbm',
        'pandas',
        'optuna==5.0.0',
        'rustuna==0.2.0',
      ],
      {
        stdio: 'inherit',
      },
    );
  }
  return own;
}

function versionsOf(python: string): string {
  const code =
    'import sklearn, xgboost, lightgbm; print(f"scikit-learn {sklearn.__version__}, XGBoost {xgboost.__version__}, LightGBM {lightgbm.__version__}")';
  return execFileSync(python, ['-c', code], { encoding: 'utf8' }).trim();
}

function growthTable(rows: readonly GrowthRow[]): string {
  const lines = rows.map((row) => {
    const times = row.sizes.map(
      (size, i) => `${size.toLocaleString('en').replaceAll(',', ' ')}: ${row.ms[i]!.toFixed(0)} ms`,
    );
    return `| ${row.work} | ${times.join(' · ')} | ${row.exponent.toFixed(2)} |`;
  });
  return `| Work of fraudx, 2 threads | Time by size | Exponent |
| --- | --- | --- |
${lines.join('\n')}`;
}

/** Which rows exceed their goal, and by how much. */
function goalsText(rows: readonly BenchmarkRow[]): string {
  const withGoal = rows.filter((row) => Number(row.goal) > 0);
  const missed = withGoal.filter((row) => row.oursMs / row.peerMs > Number(row.goal));
  const list = missed.map((row) => `${row.work} (${(row.oursMs / row.peerMs).toFixed(3)}, goal ${row.goal})`);
  return `${withGoal.length - missed.length} of ${withGoal.length} goals are met${missed.length === 0 ? '' : `; missed: ${list.join('; ')}`}.`;
}

function page(rows: readonly BenchmarkRow[], growth: readonly GrowthRow[], python: string): string {
  const lines = rows.map(
    (row) =>
      `| ${row.work} | ${row.peer} | ${row.oursMs.toFixed(0)} ms | ${row.peerMs.toFixed(0)} ms | ${(row.oursMs / row.peerMs).toFixed(row.oursMs < row.peerMs / 10 ? 3 : 2)} | ${row.goal} |`,
  );
  return `# Benchmarks

Made by \`node --run bench -- boosting\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.versions.node}, ${versionsOf(python)}.
Load of the machine when the run began: ${loadavg()[0]!.toFixed(1)}. Each number is the median of alternating runs in fresh processes; the ratio is ours / peer, lower is better. Data is simulated by the script, equal for both;
times include binning (the peer's dataset) and training, after one warm-up fit.

| Work | Peer | fraudx | Peer | Ratio | Goal |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

${goalsText(rows)}

How the time grows with the data: time is proportional to size to the power of the exponent (least squares of the logarithms; rows × log(rows) would give 1.09).

${growthTable(growth)}

Further comparisons are printed, not kept: \`node --run bench -- csv\` (reading 100 000 × 31 CSV, pandas), \`metrics\` (scikit-learn), \`bootstrap\`, \`tracking\` and \`tuning\` (Rustuna). Figures of tuning: [benchmarks-tuning.md](benchmarks-tuning.md).
`;
}

const python = findPython();
if (wanted('boosting')) {
  const rows = runBoosting(python);
  writeFileSync(`${root}docs/benchmarks.md`, page(rows, runGrowth(), python));
  console.log('\ndocs/benchmarks.md written');
}
for (const name of ['csv', 'metrics', 'bootstrap', 'tracking', 'tuning']) {
  if (!wanted(name)) continue;
  console.log(`\n${name}`);
  const flags = name === 'bootstrap' ? [] : [python];
  spawnSync(
    process.execPath,
    ['-C', 'fraudx-source', `${root}benchmarks/${name === 'tuning' ? 'tuning/run' : name}.ts`, ...flags],
    { stdio: 'inherit' },
  );
}
