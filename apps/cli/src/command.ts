import type { Command } from 'commander';
import type { Io } from './io.ts';
import type { Lines } from './output/lines.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly folder?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What a handler returns: one JSON object for `--json`, lines for people, and the exit code. */
export interface CommandResult {
  readonly json: object;
  readonly text: Lines;
  /** Default 0. */
  readonly exitCode?: number;
}

/** What handlers get besides their options. */
export interface CommandContext {
  readonly io: Io;
}

/** A handler: typed options in, a result out; it never prints results itself. */
export type Handler<Args extends readonly unknown[], Options> = (
  args: Args,
  options: Options & CommonOptions,
  context: CommandContext,
) => Promise<CommandResult>;

/** Receives the result of the command that ran. */
export interface ProgramDeps {
  readonly io: Io;
  readonly finish: (result: CommandResult, options: CommonOptions) => void;
}

/** Adds the options that every command has, and two examples below its help. */
export function withCommonOptions(command: Command, examples: readonly [string, string, ...string[]]): Command {
  return command
    .option('--json', 'print one JSON object on standard output')
    .option('--config <file>', 'config file (default: fraudx.yaml here or in a folder above)')
    .option('--folder <folder>', 'where runs, models and production live (default: .fraudx beside the config)')
    .option('--quiet', 'no progress and no notes')
    .option('--verbose', 'say more, and show the cause of errors')
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ ${line}`).join('\n')}\n`);
}

/** Connects a command to its handler, which is loaded only when the command runs. */
export function handledBy<Args extends readonly unknown[], Options>(
  command: Command,
  deps: ProgramDeps,
  load: () => Promise<Handler<Args, Options>>,
): Command {
  return command.action(async (...all: unknown[]) => {
    const options = all.at(-2) as Options & CommonOptions;
    const args = all.slice(0, -2) as unknown as Args;
    const handler = await load();
    deps.finish(await handler(args, options, { io: deps.io }), options);
  });
}
