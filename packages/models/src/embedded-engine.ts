import { availableKernels } from '@fraudx/trees';
import type { EngineInfo } from './estimator.ts';
import { packageVersion } from './package-version.ts';

/** The engine of this toolkit: its version is the package's, its kernels those that a fit on this machine uses. */
export const embeddedEngine: EngineInfo = {
  name: 'embedded',
  version: packageVersion,
  get kernels() {
    return availableKernels().kernels;
  },
};
