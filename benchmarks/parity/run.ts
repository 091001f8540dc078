/**
 * Quality of the embedded engine beside the original libraries, on public fraud sets; writes docs/parity.md. With `--categories` on sets with categories by the
 * thousand; writes docs/parity-categories.md.
 *
 * usage: FRAUDX_PYTHON=… node -C fraudx-source benchmarks/parity/run.ts <folder written by prepare.py or categories.py> [--categories] [algorithm …]
 * Boosting without sampling hardly depends on the seed, and one test part says little on small sets; so both sides draw 90 % of
 * rows and features per tree, and the seeds take turns with five parts of the data for the test. Results of single runs are kept in <folder>/results.jsonl: what is there is not computed again.
 */
import { spawn } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

interface Score {
  readonly key: string;
  readonly seed: number;
  readonly roc_auc: number;
  readonly average_precision: number;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const [folder = '', ...rest] = process.argv.slice(2);
const hasManyCategories = rest.includes('--categories');
const chosen = rest.filter((word) => word !== '--categories');
const python = process.env['FRAUDX_PYTHON'] ?? 'python3';
const results = `${folder}/results.jsonl`;

const PARAMS: Readonly<Record<string, readonly string[]>> = {
  xgboost: [
    hasManyCategories ? 'num_round=100' : 'num_round=200',
    'max_depth=6',
    'eta=0.1',
    'subsample=0.9',
    'colsample_bytree=0.9',
  ],
  lightgbm: ['num_iterations=100', 'bagging_fraction=0.9', 'bagging_freq=1', 'feature_fraction=0.9'],
  'random-forest': ['n_estimators=100'],
};
const PEERS: Readonly<Record<string, string>> = {
  xgboost: 'XGBoost',
  lightgbm: 'LightGBM',
  'random-forest': 'scikit-learn',
};
/** More where chance says more than the library does: a test part has 200 rows of insurance, 185 frauds of fraud_oracle. */
const SEEDS: Readonly<Record<string, number>> = {
  ulb: 20,
  uci: 20,
  fraud_oracle: 60,
  insurance: 100,
  handbook_raw: 5,
  handbook: 5,
};
/** Sets of categories.py. */
const CATEGORY_SEEDS: Readonly<Record<string, number>> = { thousand: 10, registrations: 10, merchants: 10, ids: 5 };
/** Rows of the table; `categorical` gives text columns to both sides as categories instead of codes. */
const ALGORITHMS = ['xgboost', 'lightgbm', 'random-forest'].filter(
  (algorithm) => chosen.length === 0 || chosen.includes(algorithm),
);
const CATEGORY_CASES = ALGORITHMS.flatMap((algorithm) =>
  Object.keys(CATEGORY_SEEDS).flatMap((set) =>
    // one-hot, a forest takes many minutes on the larger sets
    algorithm === 'random-forest' && (set === 'ids' || set === 'merchants')
      ? []
      : [{ algorithm, set, split: 'stratified', categorical: true }],
  ),
);
const PUBLIC_CASES = ALGORITHMS.flatMap((algorithm) =>
  Object.keys(SEEDS).flatMap((set) =>
    ['stratified', 'time'].flatMap((split) => {
      const text = algorithm !== 'random-forest' && (set === 'fraud_oracle' || set === 'insurance');
      return (text ? [false, true] : [false]).map((categorical) => ({ algorithm, set, split, categorical }));
    }),
  ),
);
const CASES = hasManyCategories ? CATEGORY_CASES : PUBLIC_CASES;
type Case = (typeof CASES)[number];

function seedsOf({ algorithm, set }: Case): number {
  if (hasManyCategories) {
    if (algorithm !== 'random-forest') return algorithm === 'xgboost' ? 5 : CATEGORY_SEEDS[set]!;
    return 5;
  }
  // scikit-learn takes minutes for 20 trees of the handbook's 1.75 M rows
  return algorithm === 'random-forest' && set === 'handbook_raw' ? 2 : SEEDS[set]!;
}

function paramsOf({ algorithm, set }: Case): readonly string[] {
  return algorithm === 'random-forest' && set.startsWith('handbook') ? ['n_estimators=20'] : PARAMS[algorithm]!;
}

function keyOf(side: string, c: Case): string {
  return [side, c.algorithm, c.split, c.set, c.categorical ? 'categories' : 'numbers'].join(' ');
}

async function measure(side: 'ours' | 'peer', c: Case, seeds: string): Promise<void> {
  const params = paramsOf(c);
  const tail = [folder, c.algorithm, c.split, seeds, c.set, ...params];
  const [command, args] =
    side === 'ours'
      ? [process.execPath, ['-C', 'fraudx-source', `${HERE}ours.ts`, ...tail]]
      : [python, [`${HERE}peers.py`, ...tail]];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PARITY_CATEGORICAL: c.categorical ? '1' : '0' },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    await appendFile(results, `${JSON.stringify({ key: keyOf(side, c), ...JSON.parse(line) })}\n`);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`${keyOf(side, c)}: ended with ${code}`);
}

async function readScores(): Promise<Map<string, Score[]>> {
  const text = await readFile(results, 'utf8').catch(() => '');
  const scores = new Map<string, Score[]>();
  for (const line of text.split('\n').filter((part) => part !== '')) {
    const score = JSON.parse(line) as Score;
    const others = (scores.get(score.key) ?? []).filter((other) => other.seed !== score.seed);
    scores.set(score.key, [...others, score]);
  }
  return scores;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
function deviation(values: readonly number[]): number {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
}

function tableRow(c: Case, allOurs: readonly Score[], allPeer: readonly Score[]): string {
  // seed by seed: both sides were tested on the same rows
  const bySeed = new Map(allPeer.map((score) => [score.seed, score]));
  const ours = allOurs.filter(({ seed }) => bySeed.has(seed));
  const peer = ours.map(({ seed }) => bySeed.get(seed)!);
  const cells = (['roc_auc', 'average_precision'] as const).flatMap((metric) => {
    const a = ours.map((score) => score[metric]);
    const b = peer.map((score) => score[metric]);
    const difference = mean(a) - mean(b);
    const sign = difference < 0 ? '−' : '+';
    const error = deviation(a.map((value, i) => value - b[i]!)) / Math.sqrt(Math.max(1, a.length - 1));
    const text = `${sign}${Math.abs(difference).toFixed(4)} (${error.toFixed(4)})`;
    return [mean(a).toFixed(4), mean(b).toFixed(4), difference < -0.002 ? `**${text}**` : text];
  });
  const set = c.categorical && !hasManyCategories ? `${c.set}, categories` : c.set;
  return `| ${set} | ${c.split} | ${ours.length} | ${cells.join(' | ')} |`;
}

for (const c of CASES) {
  const wanted = seedsOf(c);
  for (const side of ['ours', 'peer'] as const) {
    const done = (await readScores()).get(keyOf(side, c))?.length ?? 0;
    if (done >= wanted) continue;
    console.error(keyOf(side, c));
    await measure(side, c, `${done + 1}-${wanted}`);
  }
}
const scores = await readScores();
const CATEGORIES_HEAD = [
  '# Parity on categories by the thousand',
  '',
  'Means over the seeds, on test rows, with the standard error of each difference, paired by seed, in parentheses. Bold:',
  'more than 0.002 below the original. The seeds cycle through five stratified folds. Both sides learn from the same',
  'matrices, with native categories; scikit-learn’s forest has them one-hot. Boosted trees draw 90 % of rows and features',
  'per tree.',
  '',
  'thousand: 1 000 values of 20 rows each, and one number. registrations: 40 000 rows with 3 000 e-mail domains, 8 000',
  'networks, countries and browsers, with long tails. merchants: 80 000 payments at 4 000 merchants of 300 branches in 600',
  'towns. ids: the first 250 000 rows of the handbook, customers and terminals as categories.',
  '',
  'Reproduce: `python benchmarks/parity/categories.py <data, or -> <folder>`, then',
  '`FRAUDX_PYTHON=<python with xgboost, lightgbm, scikit-learn> node -C fraudx-source benchmarks/parity/run.ts <folder> --categories`.',
];
const PUBLIC_HEAD = [
  '# Parity with the original libraries',
  '',
  'Means over the seeds, on test rows, with the standard error of each difference, paired by seed, in parentheses. Bold:',
  'more than 0.002 below the original. The seeds cycle through five test sets: the five folds, or test windows that each',
  'begin one twentieth of the rows earlier (ULB has one window: its frauds are at the end). Both sides learn from the same',
  'matrices and draw 90 % of rows and features per tree, so that the mean says more than one tree sequence on one test set.',
  '`categories`: text columns are given as categories to both sides; otherwise as codes.',
  '',
  'How to read it: of 88 differences some are negative by chance; a difference that chance does not explain is about three',
  'standard errors or more. Insurance has 800 training and 200 test rows, and text columns with a value per row; its seeds',
  'share five windows, so that the standard errors are too small there.',
  '',
  'Reproduce: `python benchmarks/parity/prepare.py <data> <folder>`, then',
  '`FRAUDX_PYTHON=<python with xgboost, lightgbm, scikit-learn> node -C fraudx-source benchmarks/parity/run.ts <folder>`.',
];
const lines = hasManyCategories ? CATEGORIES_HEAD : PUBLIC_HEAD;
for (const algorithm of Object.keys(PARAMS)) {
  lines.push(
    '',
    `## ${algorithm} beside ${PEERS[algorithm]}`,
    '',
    `Parameters: \`${PARAMS[algorithm]?.join(' ')}\`${algorithm === 'random-forest' && !hasManyCategories ? ' (20 trees on the handbook)' : ''}.`,
    '',
  );
  lines.push(
    '| Set | Split | Seeds | ROC AUC, ours | original | difference | Average precision, ours | original | difference |',
  );
  lines.push('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const c of CASES.filter((one) => one.algorithm === algorithm)) {
    const ours = scores.get(keyOf('ours', c));
    const peer = scores.get(keyOf('peer', c));
    if (ours !== undefined && peer !== undefined) lines.push(tableRow(c, ours, peer));
  }
}
const page = hasManyCategories ? 'parity-categories.md' : 'parity.md';
await writeFile(fileURLToPath(new URL(`../../docs/${page}`, import.meta.url)), `${lines.join('\n')}\n`);
