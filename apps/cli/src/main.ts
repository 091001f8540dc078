/**
 * The process edge: the only file that touches `process`. Parses, runs, prints, sets the exit code.
 *
 * The first Ctrl-C, SIGTERM or SIGHUP aborts the command's signal, so that it can leave a consistent state; a second one ends the process at once.
 * Output that cannot be written never ends the work; a lost answer is exit code 3 where it would have been 0.
 */
import { CommanderError } from 'commander';
import { ShownValues } from '@fraudx/core';
import type { CommandResult, CommonOptions } from './command.ts';
import { ask, confirm } from './confirm.ts';
import { ProcessContainer } from './container.ts';
import { dropEmptyVariables } from './empty-variables.ts';
import { EXIT } from './exit-codes.ts';
import { Interrupts, stopSignals } from './interrupts.ts';
import type { Io } from './io.ts';
import { oneLine } from './output/one-line.ts';
import { hideSecrets } from './output/hide-secrets.ts';
import { LearnedSecrets } from '@fraudx/core';
import { lostOutputText, OutputStream } from './output/output-stream.ts';
import { hiddenAdvice } from './output/hidden-advice.ts';
import { clearShownBar } from './output/shown-bar.ts';
import { colouredNotes, hasColours } from './output/style.ts';
import { note } from './output/warnings.ts';
import { visibleText } from './output/visible-text.ts';
import { createProgram } from './program.ts';

const output = new OutputStream(process.stdout);
const notes = new OutputStream(process.stderr);

const controller = new AbortController();
const interrupts = new Interrupts();
for (const name of stopSignals) {
  process.on(name, () => {
    const asked = interrupts.receive(name, performance.now());
    if (asked === 'end') process.exit(EXIT.interrupted);
    if (asked === 'ignore') return;
    controller.abort(new Error(name));
    const clearLine = process.stderr.isTTY ? '\r\u001b[K' : '';
    const again = name === 'SIGINT' ? 'press Ctrl-C again to stop at once' : 'a second signal stops it at once';
    notes.write(`${clearLine}Stopping; ${again}.\n`);
  });
}

const container = new ProcessContainer();
const values = new ShownValues();
const secrets = new LearnedSecrets();

dropEmptyVariables(process.env);

const io: Io = {
  out: (text) => {
    clearShownBar();
    output.write(visibleText(secrets.lines(values.lines(text)), hasColours(process.stdout)));
  },
  err: (text) => {
    clearShownBar();
    const known = values.lines(text);
    const shown = secrets.lines(hideSecrets(known, process.argv.slice(2)));
    notes.write(colouredNotes(visibleText(shown, hasColours(process.stderr)), process.stderr));
    if (known !== text) adviseOnce();
  },
  errIsTerminal: process.stderr.isTTY,
  columns: process.stdout.isTTY ? Math.max(40, process.stdout.columns) : Number.POSITIVE_INFINITY,
  env: process.env,
  cwd: process.cwd(),
  nodeVersion: process.versions.node,
  uid: process.geteuid?.(),
  pid: process.pid,
  argv: process.argv.slice(2),
  signal: controller.signal,
  confirm:
    process.stdin.isTTY && process.stderr.isTTY
      ? (question) => confirm(visibleQuestion(oneLine(question)), process.stdin, process.stderr, controller.signal)
      : undefined,
  ask:
    process.stdin.isTTY && process.stderr.isTTY
      ? (question) => ask(visibleQuestion(question), process.stdin, process.stderr, controller.signal)
      : undefined,
  values,
  secrets,
  container,
  errStream: process.stderr,
};

let isAdvised = false;

/** Says how to see values, when the first ones are hidden. */
function adviseOnce(): void {
  if (isAdvised) return;
  isAdvised = true;
  note(io, hiddenAdvice(values.since));
}

/** Names in a question come from data and configs: nothing of them moves the cursor, colours the answer or, in a question of one line, begins another. */
function visibleQuestion(question: string): string {
  return visibleText(secrets.lines(values.lines(question)), false);
}

const wantsJson = io.argv.includes('--json');

/** JSON as it is: its texts are escaped for programs, not for terminals. */
function writeJson(value: object): void {
  clearShownBar();
  output.write(`${secrets.json(value)}\n`);
}

function finish(result: CommandResult, options: CommonOptions): void {
  const text = String(result.text);
  if (values.lines(text) !== text) adviseOnce();
  if (options.json === true) writeJson(values.messages(result.json) as object);
  else if (text !== '') io.out(text.endsWith('\n') ? text : `${text}\n`);
  process.exitCode = result.exitCode ?? EXIT.done;
}

/** Prints a failure; returns its exit code. */
async function tell(error: unknown): Promise<number> {
  const { reportError } = await import('./output/error.ts');
  const report = reportError(error, io.argv.includes('--verbose'), io.signal, values);
  io.err(report.text);
  if (wantsJson) writeJson(report.json);
  return report.exitCode;
}

// What nobody caught is a defect, never the exit code 1 of a refused gate.
let defect: Promise<number> | undefined;
for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(name, (error: unknown) => {
    defect ??= tell(error);
    void defect.then((code) => process.exit(code));
  });
}

/** A failure that could not be told, as without a file descriptor to load the words. */
let untold: unknown;

try {
  // Nothing is loaded for what nearly never happens.
  if ([io.cwd, ...io.argv].some((text) => text.includes('\uFFFD')))
    await (await import('./check-utf8.ts')).checkUtf8(io.argv, io.cwd);
  const program = createProgram({ io, finish }, io.argv[0]);
  if (io.argv[0] === 'complete') await (await import('./complete-line.ts')).completeLine(program, io.argv);
  else await program.parseAsync([...io.argv], { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (wantsJson && error.exitCode !== 0) {
      const message = hideSecrets(error.message.replace(/^error: /, ''), io.argv);
      writeJson({ error: { code: 'USAGE', message, hint: null, details: {} } });
    }
  } else {
    process.exitCode = EXIT.internal;
    process.exitCode = await tell(error).catch(() => {
      untold = error;
      return EXIT.internal;
    });
  }
} finally {
  await container[Symbol.asyncDispose]().catch(async (error: unknown) => {
    const { reportError } = await import('./output/error.ts');
    const report = reportError(error, io.argv.includes('--verbose'), io.signal, values);
    io.err(report.text);
    if (process.exitCode === EXIT.done || process.exitCode === undefined) process.exitCode = report.exitCode;
  });
  // What was closed made room.
  if (untold !== undefined) process.exitCode = await tell(untold);
  const lost = await output.flush();
  if (lost !== undefined) {
    if (process.exitCode === EXIT.done || process.exitCode === undefined) process.exitCode = EXIT.outside;
    // Who pipes into `head` at a terminal sees why; a log and a CI job must be able to read it.
    if (lost.code !== 'EPIPE' || !io.errIsTerminal) io.err(lostOutputText(lost));
  }
  await notes.flush();
  // Everything is written. Taken apart handle by handle, Node would let go of the signals first, and a late Ctrl-C would kill a command that is done.
  // What was rejected meanwhile, and nobody caught, shows after this turn.
  await new Promise((resolve) => setImmediate(resolve));
  if (defect !== undefined) process.exitCode = await defect;
  process.exit();
}
