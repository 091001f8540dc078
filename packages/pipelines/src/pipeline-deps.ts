import { readFileSync } from 'node:fs';
import { silentProgress } from '@fraudx/core';
import type { WorkOptions } from './work-options.ts';
import type { ProcessFacts } from './lineage/collect-lineage.ts';
import type { Workspace } from './workspace.ts';

/** What a pipeline needs beside its settings. */
export interface PipelineDeps extends WorkOptions {
  /** Opens where runs and models are kept; of a new run after its data were read. The caller closes it. */
  readonly openWorkspace: () => Promise<Workspace>;
  /** What runs record of the process. Default: this process, without a command line. */
  readonly facts?: ProcessFacts;
}

/** {@link PipelineDeps} with their defaults, but for the workspace. */
export type Outside = Required<Omit<PipelineDeps, 'openWorkspace'>>;

/** Version of this package; read only where no facts are given. */
function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The dependencies of a pipeline, completed. */
export function outsideOf(deps: Omit<PipelineDeps, 'openWorkspace'>): Outside {
  return {
    facts: deps.facts ?? {
      cwd: process.cwd(),
      env: process.env,
      nodeVersion: process.versions.node,
      fraudxVersion: ownVersion(),
      commandLine: [],
    },
    signal: deps.signal ?? new AbortController().signal,
    progress: deps.progress ?? silentProgress,
    onNotes: (notes) => {
      if (notes.length > 0) deps.onNotes?.(notes);
    },
  };
}
