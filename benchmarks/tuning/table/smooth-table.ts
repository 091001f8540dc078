/** What a table of settings says of settings that it does not have: a Gaussian process for each set, so that luck on few rows decides nothing. */
import type { Rng } from '../../../packages/core/src/index.ts';
import { normalQuantile } from '../../../packages/stats/src/index.ts';
import type { SearchSpace } from '../../../packages/tuning/src/index.ts';
import { onAxis } from '../../../packages/tuning/src/samplers/gp/best-candidates.ts';
import { GaussianProcess } from '../../../packages/tuning/src/samplers/gp/gaussian-process.ts';
import { fitKernel } from '../../../packages/tuning/src/samplers/gp/map-fit.ts';
import { SobolSequence } from '../../../packages/tuning/src/samplers/sobol/sobol-sequence.ts';
import { createAxis } from '../../../packages/tuning/src/samplers/tpe/axis.ts';
import type { SettingScores } from './sets.ts';

type Setting = SettingScores['params'];

/** Settings to which the kernel is fitted; the process itself learns from all. */
const fitted = 600;
const nCandidates = 8192;

/** Values by rank, as a normal sample of that size has them. */
function normalScores(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const scores = new Float64Array(values.length);
  for (const [rank, i] of order.entries()) scores[i] = normalQuantile((rank + 0.5) / values.length);
  return scores;
}

/** Candidates that cover the space evenly, and for each set the share of them that a candidate is expected to beat. */
export interface Candidates {
  readonly settings: readonly Setting[];
  /** By set, then candidate. */
  readonly places: Readonly<Record<string, Float64Array>>;
}

/**
 * @param values - By set, the value of each setting of the table, larger is better.
 */
export function smoothTable(
  space: SearchSpace,
  settings: readonly Setting[],
  values: Readonly<Record<string, readonly number[]>>,
  rng: Rng,
): Candidates {
  const axes = Object.entries(space).flatMap(([name, dimension]) => createAxis(name, dimension) ?? []);
  const d = axes.length;
  const isCategory = new Uint8Array(d);
  const x = Float64Array.from(
    settings.flatMap((params) => axes.map((axis) => axis.place(axis.encode(params[axis.name])!))),
  );
  const sequence = new SobolSequence(d, rng.stream('candidates'));
  const candidates = new Float64Array(nCandidates * d);
  for (let i = 0; i < nCandidates; i++) {
    candidates.set(
      Float64Array.from(sequence.point(i), (u, j) => onAxis(axes[j]!, u)),
      i * d,
    );
  }
  const places = Object.fromEntries(
    Object.entries(values).map(([set, ofSet]) => {
      const y = normalScores(ofSet);
      const kernel = fitKernel(x.slice(0, fitted * d), y.slice(0, fitted), isCategory);
      const process = new GaussianProcess(isCategory, kernel);
      for (let i = 0; i < y.length; i++) process.append(x, i * d, y[i]!);
      const [means, variances] = [new Float64Array(nCandidates), new Float64Array(nCandidates)];
      process.predictMany(candidates, nCandidates, means, variances);
      const order = Uint32Array.from(means.keys()).toSorted((a, b) => means[a]! - means[b]! || a - b);
      const ranks = new Float64Array(nCandidates);
      for (const [rank, i] of order.entries()) ranks[i] = rank / (nCandidates - 1);
      return [set, ranks] as const;
    }),
  );
  return {
    settings: Array.from({ length: nCandidates }, (_, i) =>
      Object.fromEntries(
        axes.map((axis, j) => {
          const place = candidates[i * d + j]!;
          return [axis.name, axis.decode(axis.kind === 'steps' ? axis.stepAt(place) : place)];
        }),
      ),
    ),
    places,
  };
}
