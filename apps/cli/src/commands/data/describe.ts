import { resolve } from 'node:path';
import { describeFrame, readFrame } from '@fraudx/data';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { renderDescription } from './render-description.ts';

/** Describes a data file. */
export async function runDataDescribe(
  [file]: readonly [string],
  options: { readonly target?: string } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const bar = await createProgressBar(io, options);
  const path = resolve(io.cwd, file);
  const { frame, fingerprint } = await readFrame(path, { onProgress: bar.progress, signal: io.signal });
  bar.stop();
  const description = describeFrame(frame, options.target);
  return {
    json: { path, sha256: fingerprint.sha256, ...description },
    text: renderDescription(path, fingerprint.sha256, description, io.columns),
  };
}
