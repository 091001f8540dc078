import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What a spawned `fraudx` left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON. */
  readonly json: () => Record<string, unknown>;
}

/** How to run it. */
export interface RunOptions {
  readonly env?: Record<string, string>;
  /** The working folder; default the folder of the sandbox. */
  readonly cwd?: string;
  /** Ctrl-C when standard error says this. */
  readonly interruptAt?: RegExp;
  /** Asked again and again while it runs; it is killed without warning once this says so. */
  readonly killWhen?: () => Promise<boolean>;
  /** The signal of `killWhen`; default SIGKILL. */
  readonly killWith?: NodeJS.Signals;
}

/** A folder of its own for one test file, and `fraudx` run in it as a process. */
export async function openSandbox(): Promise<{
  folder: string;
  fraudx: (args: readonly string[], options?: RunOptions) => Promise<Finished>;
  close: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-cli-'));
  return {
    folder,
    close: () => rm(folder, { recursive: true, force: true }),
    fraudx: (args, options = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, ['-C', 'fraudx-source', main, ...args], {
          cwd: options.cwd ?? folder,
          env: { ...process.env, NO_COLOR: '1', ...options.env },
        });
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
        let interrupted = false;
        child.stderr.on('data', (chunk: Buffer) => {
          stderr += chunk.toString();
          if (interrupted || options.interruptAt?.test(stderr) !== true) return;
          interrupted = true;
          child.kill('SIGINT');
        });
        child.on('error', reject);
        const watch = async (killWhen: () => Promise<boolean>): Promise<void> => {
          for (;;) {
            if (child.exitCode !== null || child.signalCode !== null) return;
            if (await killWhen()) {
              child.kill(options.killWith ?? 'SIGKILL');
              return;
            }
          }
        };
        if (options.killWhen !== undefined) watch(options.killWhen).catch(reject);
        child.on('close', (code) =>
          resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> }),
        );
      }),
  };
}

/** A small CSV that can be learned: fraud where `amount` is high, with noise from `i`. */
export function learnableCsv(rows: number): string {
  const lines = ['id,amount,hour,country,fraud'];
  for (let i = 0; i < rows; i++) {
    const fraud = i % 10 === 3 ? 1 : 0;
    const amount = fraud === 1 ? 200 + ((i * 37) % 100) : (i * 53) % 180;
    lines.push(`${i},${amount},${(i * 7) % 24},${['at', 'be', 'ch'][i % 3]},${fraud}`);
  }
  return `${lines.join('\n')}\n`;
}
