import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../apps/cli/bin/fraudx.js', import.meta.url));

/** What happens to a command while it runs. */
export type Disturbance =
  | { readonly kind: 'none' }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals; readonly afterMs: number }
  /** Both outputs are closed after so many lines of standard error; 0: at once. */
  | { readonly kind: 'pipe'; readonly afterLines: number };

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** Whether the disturbance came while it ran. */
  readonly disturbed: boolean;
}

/** Exit codes that a command may have, whatever happens to it. */
export const allowedCodes: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 130]);

/** The built `fraudx` as a process. `prefix`: shell commands before it, e.g. `ulimit -n 32`. */
export async function runFraudx(
  args: readonly string[],
  folder: string,
  disturbance: Disturbance = { kind: 'none' },
  options: { readonly prefix?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const started = performance.now();
  const shell = options.prefix === undefined ? undefined : `${options.prefix} && exec "$0" "$@"`;
  const child = spawn(
    shell === undefined ? process.execPath : 'sh',
    shell === undefined ? [launcher, ...args] : ['-c', shell, process.execPath, launcher, ...args],
    { cwd: folder, env: { ...process.env, NO_COLOR: '1', FRAUDX_SAFE_FOLDERS: folder, ...options.env } },
  );
  let stdout = '';
  let stderr = '';
  let disturbed = false;
  let timer: NodeJS.Timeout | undefined;
  const close = (): void => {
    if (disturbance.kind !== 'pipe' || disturbed || stderr.split('\n').length - 1 < disturbance.afterLines) return;
    disturbed = true;
    child.stdout.destroy();
    child.stderr.destroy();
  };
  close();
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    close();
  });
  if (disturbance.kind === 'signal') {
    timer = setTimeout(() => {
      disturbed = child.kill(disturbance.signal);
    }, disturbance.afterMs);
  }
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      // what is still in the pipes
      setImmediate(() => resolve({ code, signal, stdout, stderr, ms: performance.now() - started, disturbed }));
    });
  });
}
