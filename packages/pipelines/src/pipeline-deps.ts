import { readFileSync } from 'node:fs';
import type { Progress } from '@fraudx/core';
import { silentProgress } from '@fraudx/core';
import type { ProcessFacts } from './lineage/collect-lineage.ts';
import type { Workspace } from './workspace.ts';

/** What a pipeline needs beside its settings. */
export interface PipelineDeps {
  /** Opens where runs and models are kept; of a new run after its data were read. The caller closes it. */
  readonly openWorkspace: () => Promise<Workspace>;
  /** What runs record of the process. Default: this process, without a command line. */
  readonly facts?: ProcessFacts;
  /** Stops the work. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Default: nobody is told. */
  readonly progress?: Progress;
  /** What was noticed, as soon as it is known: before anything long begins. Default: nobody is told. */
  readonly onNotes?: (notes: readonly string[]) => void;
}

/** {@link PipelineDeps} with their defaults. */
export interface Outside extends Omit<Required<PipelineDeps>, 'openWorkspace'> {
  readonly openWorkspace: PipelineDeps['openWorkspace'];
}

/** Version of this package. */
const version = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
  .version;

/** The dependencies of a pipeline, completed. */
export function outsideOf(deps: PipelineDeps): Outside {
  return {
    openWorkspace: deps.openWorkspace,
    facts: deps.facts ?? {
      cwd: process.cwd(),
      env: process.env,
      nodeVersion: process.versions.node,
      fraudxVersion: version,
      commandLine: [],
    },
    signal: deps.signal ?? new AbortController().signal,
    progress: deps.progress ?? silentProgress,
    onNotes: deps.onNotes ?? (() => undefined),
  };
}
