import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Settings of a repository that can make `git status` run a command or read another folder. A project from elsewhere may bring them in its `.git`:
 * a filter runs for each changed file, an include or another worktree can bring one.
 */
const unsafe = /^(?:filter\.|include|core\.(?:worktree|attributesfile|hookspath)|extensions\.|submodule\.|diff\.)/i;

/**
 * Options under which git runs no command that a repository names: no file monitor, no folder inside a repository that plays one, no lock
 * files.
 */
const careful = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', [...careful, ...args], { cwd, maxBuffer: 64 * 2 ** 20 });
  return stdout;
}

/** Commit of a folder, and whether files differ from it. */
export interface GitState {
  readonly commit: string;
  /** True also where that was not looked at, because the settings of the repository could run a command. */
  readonly dirty: boolean;
}

/**
 * The commit of the repository around a folder; undefined without git, repository or commit. Nothing that the repository's own settings name is
 * run.
 */
export async function gitState(cwd: string): Promise<GitState | undefined> {
  try {
    const commit = (await git(cwd, 'rev-parse', 'HEAD')).trim();
    const names = (await git(cwd, 'config', '--local', '--no-includes', '--list', '--name-only')).split('\n');
    if (names.some((name) => unsafe.test(name))) return { commit, dirty: true };
    const changes = await git(cwd, 'status', '--porcelain', '--ignore-submodules=all');
    return { commit, dirty: changes.trim() !== '' };
  } catch {
    // No git, no repository or no commit: the run has no commit to record.
    return undefined;
  }
}
