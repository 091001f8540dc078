/**
 * The process edge: the only file that touches `process`. Parses, runs, prints, sets the exit code.
 *
 * The first Ctrl-C aborts the command's signal, so that it can leave a consistent state; the second ends the process at once.
 */
import { CommanderError } from 'commander';
import type { CommandResult, CommonOptions } from './command.ts';
import { confirm } from './confirm.ts';
import type { Io } from './io.ts';
import { clearShownBar } from './output/shown-bar.ts';
import { colouredNotes } from './output/style.ts';
import { createProgram } from './program.ts';

const controller = new AbortController();
let interrupts = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    interrupts += 1;
    if (interrupts > 1) process.exit(130);
    controller.abort(new Error(name));
    const clearLine = process.stderr.isTTY ? '\r\u001b[K' : '';
    const again = name === 'SIGINT' ? 'press Ctrl-C again to stop at once' : 'a second signal stops it at once';
    process.stderr.write(`${clearLine}Stopping; ${again}.\n`);
  });
}
// A reader that goes away (`fraudx runs list | head`) is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const io: Io = {
  out: (text) => {
    clearShownBar();
    process.stdout.write(text);
  },
  err: (text) => {
    clearShownBar();
    process.stderr.write(colouredNotes(text, process.stderr));
  },
  errIsTerminal: process.stderr.isTTY,
  columns: process.stdout.isTTY ? Math.max(40, process.stdout.columns) : Number.POSITIVE_INFINITY,
  env: process.env,
  cwd: process.cwd(),
  nodeVersion: process.versions.node,
  pid: process.pid,
  argv: process.argv.slice(2),
  signal: controller.signal,
  confirm:
    process.stdin.isTTY && process.stderr.isTTY
      ? (question) => confirm(question, process.stdin, process.stderr, controller.signal)
      : undefined,
  errStream: process.stderr,
};

const wantsJson = io.argv.includes('--json');

function finish(result: CommandResult, options: CommonOptions): void {
  if (options.json === true) io.out(`${JSON.stringify(result.json, null, 2)}\n`);
  else if (result.text !== '') io.out(result.text.endsWith('\n') ? result.text : `${result.text}\n`);
  process.exitCode = result.exitCode ?? 0;
}

try {
  const program = createProgram({ io, finish });
  if (io.argv[0] === 'complete') await (await import('./complete-line.ts')).completeLine(program, io.argv);
  else await program.parseAsync([...io.argv], { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    if (wantsJson && error.exitCode !== 0) {
      const message = error.message.replace(/^error: /, '');
      io.out(`${JSON.stringify({ error: { code: 'USAGE', message, hint: null, details: {} } }, null, 2)}\n`);
    }
  } else {
    const { reportError } = await import('./output/error.ts');
    const report = reportError(error, io.argv.includes('--verbose'));
    io.err(report.text);
    if (wantsJson) io.out(`${JSON.stringify(report.json, null, 2)}\n`);
    process.exitCode = report.exitCode;
  }
} finally {
  const { disposeResources } = await import('./resources.ts');
  await disposeResources().catch(async (error: unknown) => {
    const { reportError } = await import('./output/error.ts');
    const report = reportError(error, io.argv.includes('--verbose'));
    io.err(report.text);
    if (process.exitCode === 0 || process.exitCode === undefined) process.exitCode = report.exitCode;
  });
}
