import type { LocalWorkspace } from '@fraudx/local';
import { onExit } from './resources.ts';
import type { Settings } from './settings/settings.ts';

/**
 * Opens the `.fraudx` folder of these settings; closed when the command ends.
 *
 * @throws {FraudxError} `FILE_OF_OTHERS`, and as `openLocalWorkspace`.
 */
export async function openWorkspace(settings: Settings): Promise<LocalWorkspace> {
  settings.beforeFolder?.();
  const { openLocalWorkspace } = await import('@fraudx/local');
  const workspace = await openLocalWorkspace(settings.folder);
  onExit(() => workspace[Symbol.asyncDispose]());
  return workspace;
}
