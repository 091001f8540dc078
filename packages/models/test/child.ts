import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a program of `children/` in a process of its own and gives the message that it sends. */
export function runChild(
  name: string,
  args: readonly string[] = [],
  execArgv: readonly string[] = [],
): Promise<unknown> {
  const script = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(script, args, { execArgv: ['-C', 'fraudx-source', ...execArgv], stdio: 'pipe' });
    let message: unknown;
    let stderr = '';
    child.stderr!.on('data', (chunk) => (stderr += String(chunk)));
    child.on('message', (value) => {
      message = value;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(message);
      else reject(new Error(`${name} ended with code ${code}: ${stderr}`));
    });
  });
}
