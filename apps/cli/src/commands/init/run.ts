import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ConflictError } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { readData } from '../../experiment/read-data.ts';
import { withCategories } from '../../experiment/text-columns.ts';
import { dataAddress, isAddress, withoutSecrets } from '../../settings/data-address.ts';
import { guessFacts } from './guess-facts.ts';
import { configTemplate } from './template.ts';
import type { TemplateFacts } from './template.ts';

/** Options of `fraudx init`. */
export interface InitOptions {
  readonly data?: string;
  readonly target?: string;
  readonly time?: string;
  readonly drop?: string[];
  readonly categorical?: string[];
  readonly print?: boolean;
  readonly force?: boolean;
}

/** Writes `fraudx.yaml` in the working folder, or prints it. */
export async function runInit(
  _args: readonly [],
  options: InitOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const path = join(io.cwd, 'fraudx.yaml');
  if (options.print !== true && options.force !== true && existsSync(path)) {
    throw new ConflictError('CONFIG_EXISTS', `init: fraudx.yaml must not exist yet, got ${path}`, {
      hint: 'Use --force to replace it, or --print to look at a new one.',
    });
  }
  let known: TemplateFacts = {
    drop: options.drop ?? [],
    ...(options.categorical === undefined ? {} : { categorical: options.categorical }),
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.time === undefined ? {} : { time: options.time }),
  };
  let secret = false;
  if (options.data !== undefined) {
    const source = dataAddress(io.cwd, options.data);
    const declared = options.categorical === undefined ? {} : { categorical: options.categorical };
    const reading = { config: declared, renameDuplicates: false };
    const { frame: read } = await readData(source, reading, { signal: io.signal });
    const frame = withCategories(read, declared, options.categorical);
    for (const name of [options.target, options.time, ...(options.drop ?? [])])
      if (name !== undefined) frame.column(name);
    const data = isAddress(source) ? withoutSecrets(source) : relative(io.cwd, source);
    if (data !== source && isAddress(source)) secret = true;
    known = { data, ...guessFacts(frame, options), ...declared };
  }
  const text = configTemplate(known);
  if (options.print === true) return { json: { config: text, written: null }, text };
  await writeFileAtomic(path, text, { replace: options.force === true });
  const next =
    known.target === undefined
      ? 'Next: set data and target in it, then fraudx tune'
      : 'Next: fraudx tune --strategy random';
  return {
    json: { config: text, written: path, dropped: known.drop, why: known.why ?? {} },
    text: [
      `${path} written.`,
      ...leftOut(known),
      ...(secret ? ['  leaves out user and password of the address: give the whole address in FRAUDX_DATA'] : []),
      next,
    ].join('\n'),
  };
}

function leftOut({ drop, why }: TemplateFacts): string[] {
  return drop.map((name) => `  leaves out ${name}${why?.[name] === undefined ? '' : `: ${why[name]}`}`);
}
