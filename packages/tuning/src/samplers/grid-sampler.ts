import { gridPoint, gridSize } from '../space/grid.ts';
import type { SamplerDefinition } from './sampler.ts';
import { checkNoOptions } from './check-options.ts';

/** Visits every point of the grid once, the last hyperparameter varying fastest. Throws `GRID_NOT_FINITE` over a continuous dimension. */
export const gridSampler: SamplerDefinition = {
  name: 'grid',
  isExhaustive: true,
  hasMemory: false,
  create({ space, options }) {
    checkNoOptions('grid', options);
    const size = gridSize(space);
    return { size, suggest: ({ trial }) => gridPoint(space, trial) };
  },
};
