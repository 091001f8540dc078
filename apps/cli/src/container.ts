import type { LocalWorkspace } from '@fraudx/local';
import type { ModelStore } from '@fraudx/tracking';
import type { Settings } from './settings/settings.ts';

/** What a command opens, closed when it ends; tests open something else. */
export interface Container {
  /**
   * Opens the `.fraudx` folder of these settings.
   *
   * @param options - `create`: whether to make what is missing; default true. Commands that only read make nothing.
   * @throws {FraudxError} `FILE_OF_OTHERS`, and as `openLocalWorkspace`.
   */
  openWorkspace(
    settings: Pick<Settings, 'folder' | 'beforeFolder'>,
    options?: { readonly create?: boolean },
  ): Promise<LocalWorkspace>;
  /** The models of these settings, to be read; makes no folder. Throws as `openWorkspace`. */
  openModels(settings: Pick<Settings, 'folder' | 'beforeFolder'>): Promise<Pick<ModelStore, 'load' | 'locationOf'>>;
  /** Registers what to close at the end of the command. */
  onExit(close: () => PromiseLike<void> | void): void;
}

/** The container of a process: opens real folders, and closes everything, in reverse order of opening, at the end. */
export class ProcessContainer implements Container, AsyncDisposable {
  readonly #open: (() => PromiseLike<void> | void)[] = [];

  async openWorkspace(
    settings: Pick<Settings, 'folder' | 'beforeFolder'>,
    options: { readonly create?: boolean } = {},
  ): Promise<LocalWorkspace> {
    settings.beforeFolder?.();
    const { openLocalWorkspace } = await import('@fraudx/local');
    const workspace = await openLocalWorkspace(settings.folder, options);
    this.onExit(() => workspace[Symbol.asyncDispose]());
    // In a folder such as /tmp somebody else may have made it first.
    settings.beforeFolder?.();
    return workspace;
  }

  async openModels(
    settings: Pick<Settings, 'folder' | 'beforeFolder'>,
  ): Promise<Pick<ModelStore, 'load' | 'locationOf'>> {
    settings.beforeFolder?.();
    const { openLocalModels } = await import('@fraudx/local');
    return openLocalModels(settings.folder);
  }

  onExit(close: () => PromiseLike<void> | void): void {
    this.#open.push(close);
  }

  /** Closes everything registered, whatever fails; throws the first failure afterwards. */
  async [Symbol.asyncDispose](): Promise<void> {
    let failure: unknown;
    for (let close = this.#open.pop(); close !== undefined; close = this.#open.pop()) {
      try {
        await close();
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
  }
}
