import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildOptions } from './promote-child.ts';

const child = fileURLToPath(new URL('promote-child.ts', import.meta.url));

/** How the process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
}

/** Promotes, or rolls back, in a process of its own, which can be told to kill itself. */
export function promoteInChild(options: ChildOptions, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const spawned = spawn(process.execPath, ['-C', 'fraudx-source', child, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    let out = '';
    spawned.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    spawned.on('error', reject);
    spawned.on('close', (code, signal) => resolve({ code, signal, out }));
  });
}
