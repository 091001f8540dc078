/**
 * The main job from one command: generate → features → tune → evaluate → promote → history, in a fresh folder below `fraudx-demo/`.
 *
 * Each step is an ordinary `fraudx` command, printed before it runs, so that it can be typed by hand afterwards.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The command line as installation built it; where it was not built, its sources. */
const isBuilt = existsSync(join(root, 'apps/cli/bundle/main.js'));
const command = isBuilt
  ? [join(root, 'apps/cli/bin/fraudx.js')]
  : ['-C', 'fraudx-source', join(root, 'apps/cli/src/main.ts')];
const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
const folder = resolve(process.argv[2] ?? join('fraudx-demo', stamp));
const notFeatures = 'transaction_id,customer_id,terminal_id,tx_fraud_scenario';

const steps: readonly (readonly [string, readonly string[]])[] = [
  [
    'Simulate card transactions with three kinds of fraud',
    ['data', 'generate', '--output', 'transactions.parquet', '--rows', '80000', '--seed', '7'],
  ],
  [
    'Behaviour of customers and terminals so far, never a look into the future',
    ['features', 'build', '--data', 'transactions.parquet', '--output', 'features.parquet'],
  ],
  [
    'A config that names data, target, time and what to leave out',
    ['init', '--data', 'features.parquet', '--target', 'tx_fraud', '--time', 'tx_datetime', '--drop', notFeatures],
  ],
  ['Search hyperparameters on validation rows', ['tune', '--strategy', 'random', '--trials', '6']],
  ['May the best model go to production? Measured on later rows that no search has seen', ['evaluate']],
  ['What a promotion would change', ['promote', '--dry-run', '--approved-by', 'demo']],
  ['Promote to the local target', ['promote', '--approved-by', 'demo']],
  ['History', ['promotions', 'list']],
];

function shown(args: readonly string[]): string {
  return args.map((arg) => (/[^\w./:,=-]/.test(arg) ? JSON.stringify(arg) : arg)).join(' ');
}

function run(args: readonly string[]): Promise<void> {
  console.log(`\n${styleText('cyan', `$ fraudx ${shown(args)}`)}`);
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...command, ...args], { cwd: folder, stdio: 'inherit' });
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      if (code === 0) done();
      else fail(new Error(`fraudx ${args[0] ?? ''} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

await mkdir(folder, { recursive: true });
const started = performance.now();
try {
  for (const [index, [title, args]] of steps.entries()) {
    console.log(`\n${styleText('bold', `${index + 1}/${steps.length}  ${title}`)}`);
    await run(args);
  }
} catch (error) {
  console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}`);
  console.error(`What was made until then is in ${folder}`);
  process.exit(1);
}
console.log(`
${styleText('bold', `Done in ${((performance.now() - started) / 1000).toFixed(1)} s. Everything lies in ${folder}`)}
  transactions.parquet, features.parquet   the data
  fraudx.yaml                              the config
  .fraudx/fraudx.db                        all runs (fraudx runs list)
  .fraudx/models/                          the models
  .fraudx/artifacts/                       the pictures of the evaluation
  .fraudx/production/                      parameters, production-model-config.yaml, archive, executions

To go back to what was there before the promotion:
  cd ${folder} && ${join(root, 'node_modules/.bin/fraudx')} rollback
`);
