import { execFile } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import { promisify } from 'node:util';

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

/**
 * Where git is looked for: not in `node_modules/.bin`, which package managers put in front for every folder above and where somebody else may have put a
 * program of that name; and in no relative folder.
 */
function ownPath(path = ''): string {
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .join(delimiter);
}

/** How long git may take for an answer about a setting or a commit, and for one about all files of the folder, in milliseconds. */
const [answerMs, statusMs] = [10_000, 30_000];

/** Output of git. It is ended after a time: a project from elsewhere may include a pipe in its settings, which git would read without an end. */
async function git({ cwd, env, signal }: GitPlace, args: readonly string[], timeout = answerMs): Promise<string> {
  const options = {
    cwd,
    env: { ...env, ...offline, PATH: ownPath(env['PATH']) },
    maxBuffer: 64 * 2 ** 20,
    timeout,
    killSignal: 'SIGKILL',
    ...(signal === undefined || signal.aborted ? {} : { signal }),
  } as const;
  const { stdout } = await run('git', [...careful, ...args], options);
  return stdout;
}

async function settingNames(at: GitPlace, ...where: string[]): Promise<string[]> {
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

async function isDirty(at: GitPlace): Promise<boolean> {
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

/**
 * The commit of the repository around the working folder; undefined without git, repository or commit. Nothing that the repository's own settings name is
 * run, and nothing is fetched. Where git gives no answer in 10 s, there is no commit to record; the status of the files may take 30 s.
 */
export async function gitState(at: GitPlace): Promise<GitState | undefined> {
  try {
    const commit = (await git(at, ['rev-parse', 'HEAD'])).trim();
    return { commit, dirty: await isDirty(at) };
  } catch {
    // No git, no repository or no commit: the run has no commit to record.
    return undefined;
  }
}
