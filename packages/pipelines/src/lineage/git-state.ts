import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isInside } from '@fraudx/core/files';
import { findProgram, programFolders } from './find-program.ts';

const run = promisify(execFile);

/**
 * Settings of a repository under which `git status` runs no command and reads no other folder. A project from elsewhere brings its own in its
 * `.git`: filters, includes, other worktrees, remotes from which missing objects are fetched by a program of their own. What is not known to be
 * harmless is not trusted.
 */
const harmless = new RegExp(
  `^(?:${[
    'core\\.(?:repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|longpaths)',
    'core\\.(?:quotepath|abbrev|compression|hidedotfiles|untrackedcache|fscache|preloadindex|trustctime|checkstat|protecthfs|protectntfs)',
    // set to false by `careful`
    'core\\.fsmonitor',
    // none is asked: no protocol is allowed. Those of git-lfs name programs, but its filter is switched off as all are
    'remote\\..*\\.(?:url|pushurl|fetch|push|tagopt|prune|mirror)',
    '(?:http|credential)\\..*',
    '(?:user|author|committer|branch|color|pull|push|fetch|init|rebase|rerere|advice|gc|commit|tag|gui|alias|lfs|gitflow|maintenance)\\..*',
  ].join('|')})$`,
  'is',
);

/**
 * Options under which git runs no command that a repository names: no file monitor, no folder inside a repository that plays one, no lock
 * files.
 */
const careful = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];

/** Objects that are missing are not fetched, whatever a repository says of where they are; older versions of git know the second one only. */
const offline = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: ':', GIT_TERMINAL_PROMPT: '0' };

/**
 * Options that switch every filter off, also those of the user and of the machine: a filter such as that of git-lfs reads settings of the repository and
 * runs programs that they name. Undefined where a name cannot be written as an option.
 */
function withoutFilters(settings: readonly string[]): string[] | undefined {
  const names = new Set(settings.flatMap((name) => /^filter\.(.*)\.[^.]+$/is.exec(name)?.[1] ?? []));
  if ([...names].some((name) => name.includes('='))) return undefined;
  return [...names].flatMap((name) =>
    ['process=', 'clean=', 'smudge=', 'required=false'].flatMap((value) => ['-c', `filter.${name}.${value}`]),
  );
}

/** A working folder, and the environment that git gets. */
export interface GitPlace {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stops the asking. One that is aborted already does not: what ends after a signal is recorded too. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link git} starts, and where git itself looks for programs. */
interface Program {
  readonly file: string;
  /** The PATH that it gets: git starts programs of its own. */
  readonly path: string;
}

async function findGit(env: GitPlace['env']): Promise<Program | undefined> {
  const folders = await programFolders(env);
  const file = await findProgram('git', folders);
  return file === undefined ? undefined : { file, path: folders.join(delimiter) };
}

/** A place with the git that is asked there. */
interface Asked extends GitPlace {
  readonly program: Program;
}

/** How long git may take for an answer about a setting or a commit, and for one about all files of the folder, in milliseconds. */
const [answerMs, statusMs] = [10_000, 30_000];

/** Output of git. It is ended after a time: a project from elsewhere may include a pipe in its settings, which git would read without an end. */
async function git({ cwd, env, signal, program }: Asked, args: readonly string[], timeout = answerMs): Promise<string> {
  const options = {
    cwd,
    env: { ...env, ...offline, PATH: program.path },
    maxBuffer: 64 * 2 ** 20,
    timeout,
    killSignal: 'SIGKILL',
    ...(signal === undefined || signal.aborted ? {} : { signal }),
  } as const;
  const { stdout } = await run(program.file, [...careful, ...args], options);
  return stdout;
}

async function settingNames(at: Asked, ...where: string[]): Promise<string[]> {
  const text = await git(at, ['config', ...where, '--list', '--name-only', '--null']);
  return text.split('\0').filter((name) => name !== '');
}

/** Commit of a folder, and whether files differ from it. */
export interface GitState {
  readonly commit: string;
  /**
   * True also where that was not looked at, because the settings of the repository could run a command, git took too long, or objects are missing; and for files whose
   * time changed where a filter would say that their text did not (git-lfs): no filter is run.
   */
  readonly dirty: boolean;
}

async function isDirty(at: Asked): Promise<boolean> {
  try {
    const own = await settingNames(at, '--local', '--no-includes');
    if (own.some((name) => !harmless.test(name))) return true;
    const filtersOff = withoutFilters(await settingNames(at));
    if (filtersOff === undefined) return true;
    return (await git(at, [...filtersOff, 'status', '--porcelain', '--ignore-submodules=all'], statusMs)).trim() !== '';
  } catch {
    return true;
  }
}

/** Where a path leads with all links followed; undefined where nothing is. */
async function realPlace(path: string): Promise<string | undefined> {
  return await realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/**
 * The commit that a repository says it is at, if the repository has it. What stands in HEAD or in a branch need be none: a link in `.git` can lead to any file
 * of the user, and git takes 40 or 64 hexadecimal digits there for a commit.
 */
async function commitOf(at: Asked): Promise<string | undefined> {
  const asked = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir', 'HEAD', '--symbolic-full-name', 'HEAD'];
  const [top = '', own = '', shared = '', commit = '', ref = ''] = (await git(at, ['rev-parse', ...asked])).split('\n');
  const root = await realPlace(top);
  const folders = [own, resolve(at.cwd, shared)];
  const homes = await Promise.all(folders.map(realPlace));
  const isIn = (place: string | undefined, allowed: readonly (string | undefined)[]): boolean =>
    place === undefined || allowed.some((home) => home !== undefined && isInside(home, place));
  // `.git` itself is a file in worktrees and submodules
  if (!isIn(await realPlace(join(top, '.git')), [root])) return undefined;
  const parts = folders.flatMap((folder) => ['HEAD', 'packed-refs', 'objects', ref].map((name) => join(folder, name)));
  for (const path of parts) if (!isIn(await realPlace(path), [root, ...homes])) return undefined;
  await git(at, ['cat-file', '-e', `${commit}^{commit}`]);
  return commit;
}

/**
 * The commit of the repository around the working folder; undefined without git, repository or commit, and where links lead out of the repository to what would
 * be one. Nothing that the repository's own settings name is
 * run, and nothing is fetched; git itself is started from an absolute folder of PATH. Where git gives no answer in 10 s, there is no commit to record; the
 * status of the files may take 30 s.
 */
export async function gitState(place: GitPlace): Promise<GitState | undefined> {
  const program = await findGit(place.env);
  if (program === undefined) return undefined;
  const at = { ...place, program };
  try {
    const commit = await commitOf(at);
    return commit === undefined ? undefined : { commit, dirty: await isDirty(at) };
  } catch {
    // No repository or no commit: the run has no commit to record.
    return undefined;
  }
}
