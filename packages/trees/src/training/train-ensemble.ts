import { addTree } from '../ensemble/predict-margin.ts';
import type { Tree } from '../ensemble/tree.ts';
import { availableKernels } from '../kernels/load-kernels.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { binFeatures } from './bin-features.ts';
import type { DoneMessage, FitJob, IterationMessage } from './fit-job.ts';
import { TreeGrower } from './grow-tree.ts';
import type { Team } from './team.ts';
import { validationMetric } from './validation-metric.ts';

/** Trains on this thread in step with the team. Thread 0 returns the trees and reports each iteration. */
export function trainEnsemble(
  job: FitJob,
  kernels: Kernels,
  team: Team,
  report: (message: IterationMessage) => void,
): DoneMessage {
  const buffer = job.memory.buffer;
  const { layout, validation, spec } = job;
  binFeatures(job, kernels, team);
  team.barrier();
  const grower = new TreeGrower(job, kernels, team);
  const nValidation = validation?.nRows ?? 0;
  const margins = new Float32Array(buffer, layout.validationMargins, nValidation);
  const labels = new Uint8Array(buffer, layout.validationLabels, nValidation);
  const weights = new Float32Array(buffer, layout.validationWeights, nValidation);
  const from = Math.floor((nValidation * team.id) / team.size);
  const to = Math.floor((nValidation * (team.id + 1)) / team.size);
  margins.fill(job.baseMargin, from, to);
  const trees: Tree[] = [];
  const higherIsBetter = job.metric !== 'logloss';
  let best = NaN;
  let bestIteration = 0;
  team.barrier();
  for (let iteration = 0; iteration < spec.rounds; iteration++) {
    const tree = grower.grow(iteration);
    if (validation !== undefined) {
      addTree(tree, validation.data, nValidation, from, to, margins);
      team.barrier();
    }
    if (team.id === 0) {
      trees.push(tree);
      let value: number | undefined;
      if (validation !== undefined && job.metric !== undefined) {
        value = validationMetric(job.metric, margins, labels, weights);
        if (Number.isNaN(best) || (higherIsBetter ? value > best : value < best)) {
          best = value;
          bestIteration = iteration;
        }
        if (job.earlyStoppingRounds !== undefined && iteration - bestIteration >= job.earlyStoppingRounds)
          team.stopped = true;
      }
      if (team.aborted) team.stopped = true;
      if (job.reports) report({ kind: 'iteration', iteration, metric: value });
    }
    team.barrier();
    if (team.stopped) break;
  }
  const last = job.earlyStoppingRounds === undefined ? trees.length - 1 : bestIteration;
  return {
    kind: 'done',
    trees: trees.slice(0, last + 1),
    bestIteration: last,
    aborted: team.aborted,
    kernels: kernels.name,
    kernelsReason: kernels.name === 'js' && job.kernels === 'auto' ? availableKernels().reason : '',
  };
}
