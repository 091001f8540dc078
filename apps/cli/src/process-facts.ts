import type { ProcessFacts } from '@fraudx/pipelines';
import type { Io } from './io.ts';
import { fraudxVersion } from './version.ts';

/** This process, as runs record it. */
export function processFacts({ cwd, env, nodeVersion, argv, signal }: Io): ProcessFacts {
  return { cwd, env, signal, nodeVersion, fraudxVersion, commandLine: ['fraudx', ...argv] };
}
