import type { LocalWorkspace } from '@fraudx/local';
import { onExit } from '../resources.ts';
import type { Settings } from '../settings/settings.ts';

/** Opens the `.fraudx` folder of these settings; closed when the command ends. */
export async function openWorkspace(settings: Settings): Promise<LocalWorkspace> {
  const { openLocalWorkspace } = await import('@fraudx/local');
  const workspace = await openLocalWorkspace(settings.folder);
  onExit(() => workspace[Symbol.asyncDispose]());
  return workspace;
}
