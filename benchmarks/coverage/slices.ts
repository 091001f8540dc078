/**
 * How often slices are marked: of a model whose probabilities are right although the slices have different base rates, where each mark is
 * an error, and of models that are really worse in one slice. Beside it the marks of the rule of before, which held the false-positive
 * rate and the share of missed fraud of a slice against those of all other rows, whatever their risk.
 *
 * Run: `node -C fraudx-source benchmarks/coverage/slices.ts`; less than a minute. The table is in docs/metrics.md.
 *
 * The true log-odds of fraud are normal with a spread of 1.6 in each of eight equal slices, with means for base rates from 0.3 % to 15 %.
 */
import { Rng } from '../../packages/core/src/index.ts';
import { sliceMetrics } from '../../packages/evaluation/src/index.ts';
import type { Slice } from '../../packages/evaluation/src/index.ts';
import { fisherExactGreater } from '../../packages/stats/src/index.ts';

const nSlices = 8;
const level = 0.95;
/** The slice that the model is worse in, where it is: one in the middle of the base rates. */
const marked = 4;

/** Score that the model gives, from the slice and the true log-odds of a row. */
type Model = (slice: number, logOdds: number, rng: Rng) => number;

interface Scenario {
  readonly name: string;
  readonly n: number;
  readonly runs: number;
  readonly threshold: number;
  /** Mean log-odds by slice. */
  readonly mean: (slice: number) => number;
  readonly model: Model;
}

const differing = (slice: number): number => -7.2 + 0.62 * slice;
const equal = (): number => -5;
const exact: Model = (_, logOdds) => logOdds;
const only =
  (change: Model): Model =>
  (slice, logOdds, rng) =>
    slice === marked ? change(slice, logOdds, rng) : logOdds;
/** A model trained with `scale_pos_weight`: odds ten times too high, in every slice alike. */
const tenfold: Model = (_, logOdds) => logOdds + Math.log(10);

const scenarios: Scenario[] = [
  { name: 'right, equal base rates', n: 20_000, runs: 200, threshold: 0.3, mean: equal, model: exact },
  { name: 'right, base rates 0.3 % to 15 %', n: 4000, runs: 200, threshold: 0.3, mean: differing, model: exact },
  { name: 'right, base rates 0.3 % to 15 %', n: 20_000, runs: 300, threshold: 0.3, mean: differing, model: exact },
  { name: 'right, base rates 0.3 % to 15 %', n: 200_000, runs: 20, threshold: 0.3, mean: differing, model: exact },
  { name: 'all odds ten times too high', n: 20_000, runs: 200, threshold: 0.8, mean: differing, model: tenfold },
  {
    name: 'one slice: odds three times too low',
    n: 20_000,
    runs: 60,
    threshold: 0.3,
    mean: differing,
    model: only((_, logOdds) => logOdds - Math.log(3)),
  },
  {
    name: 'one slice: odds three times too high',
    n: 20_000,
    runs: 60,
    threshold: 0.3,
    mean: differing,
    model: only((_, logOdds) => logOdds + Math.log(3)),
  },
  {
    name: 'one slice: half of the score is noise',
    n: 20_000,
    runs: 60,
    threshold: 0.3,
    mean: differing,
    model: only((slice, logOdds, rng) => {
      const mean = differing(slice);
      return mean + (logOdds - mean) / Math.SQRT2 + (1.6 * rng.normal()) / Math.SQRT2;
    }),
  },
  {
    name: 'one slice: the score is noise',
    n: 20_000,
    runs: 60,
    threshold: 0.3,
    mean: differing,
    model: only((slice, _, rng) => differing(slice) + 1.6 * rng.normal()),
  },
  {
    name: 'one slice: the score is its base rate',
    n: 20_000,
    runs: 60,
    threshold: 0.3,
    mean: differing,
    model: only((slice) => differing(slice) + 0.9),
  },
];

interface Marks {
  readonly now: readonly boolean[];
  readonly harder: readonly boolean[];
  readonly before: readonly boolean[];
}

/** The rule of before: Fisher's exact test of the two rates of a slice against those of all other rows. */
function markedBefore(slices: readonly Slice[]): boolean[] {
  const sum = (of: (slice: Slice) => number): number => slices.reduce((total, slice) => total + of(slice), 0);
  const [allMissed, allFraud] = [sum((slice) => slice.missedFraud), sum((slice) => slice.positives)];
  const [allFalse, allGenuine] = [sum((slice) => slice.falseAlerts), sum((slice) => slice.n - slice.positives)];
  const strict = (1 - level) / (2 * nSlices);
  return slices.map(({ n, positives, missedFraud, falseAlerts }) => {
    const genuine = n - positives;
    const missed = fisherExactGreater(missedFraud, positives, allMissed - missedFraud, allFraud - positives);
    const disturbed = fisherExactGreater(falseAlerts, genuine, allFalse - falseAlerts, allGenuine - genuine);
    return Math.min(missed, disturbed) < strict;
  });
}

function draw({ n, threshold, mean, model }: Scenario, rng: Rng): Marks {
  const codes = Int32Array.from({ length: n }, (_, i) => i % nSlices);
  const logOdds = Float64Array.from(codes, (slice) => mean(slice) + 1.6 * rng.normal());
  const yTrue = Uint8Array.from(logOdds, (z) => (rng.uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0));
  const yScore = Float64Array.from(logOdds, (z, i) => 1 / (1 + Math.exp(-model(codes[i]!, z, rng))));
  const values = Array.from({ length: nSlices }, (_, slice) => String(slice));
  const slices = sliceMetrics({ yTrue, yScore, threshold }, [{ name: 'slice', codes, values }], { level }).toSorted(
    (a, b) => Number(a.value) - Number(b.value),
  );
  return {
    now: slices.map((slice) => slice.verdict === 'worse'),
    harder: slices.map((slice) => slice.verdict === 'harder'),
    before: markedBefore(slices),
  };
}

const rng = new Rng(20);
for (const scenario of scenarios) {
  const start = performance.now();
  const drawn = Array.from({ length: scenario.runs }, () => draw(scenario, rng));
  const oneIsWorse = scenario.name.startsWith('one slice');
  const share = (has: (marks: Marks) => boolean): number =>
    Number((drawn.filter((marks) => has(marks)).length / drawn.length).toFixed(3));
  const anyWrong = (marks: readonly boolean[]): boolean =>
    marks.some((mark, s) => mark && !(oneIsWorse && s === marked));
  const mean = (of: (marks: Marks) => readonly boolean[]): number =>
    Number((drawn.reduce((sum, marks) => sum + of(marks).filter(Boolean).length, 0) / drawn.length).toFixed(2));
  console.log(
    JSON.stringify({
      model: scenario.name,
      rows: scenario.n,
      simulations: scenario.runs,
      ...(oneIsWorse
        ? {
            found: share(({ now }) => now[marked]!),
            foundAsHarder: share(({ harder }) => harder[marked]!),
            foundBefore: share(({ before }) => before[marked]!),
          }
        : {}),
      anyWronglyWorse: share(({ now }) => anyWrong(now)),
      anyWronglyWorseBefore: share(({ before }) => anyWrong(before)),
      harderSlices: mean(({ harder }) => harder),
      worseSlicesBefore: mean(({ before }) => before),
      seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
    }),
  );
}
