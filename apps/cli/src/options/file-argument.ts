import { InvalidArgumentError } from '@fraudx/core';
import type { Command } from 'commander';

const what = 'data file: CSV, gzip CSV, Parquet or JSON lines';

/** Lets the data file be named without `--data` too: the handler finds it in `options.data` either way. */
export function withFileArgument(command: Command): Command {
  if (!command.options.some(({ long }) => long === '--data')) command.option('--data <file>', what);
  return command
    .argument('[file]', `${what}; the same as --data (default: "data:" of the config)`)
    .hook('preAction', (_program, called) => {
      const [file] = called.args;
      const { data } = called.opts<{ readonly data?: string }>();
      if (file === undefined || file === data) return;
      if (data !== undefined) {
        throw new InvalidArgumentError(
          `${called.name()}: one data file must be given, got "${file}" and --data "${data}"`,
        );
      }
      called.setOptionValueWithSource('data', file, 'cli');
    });
}
