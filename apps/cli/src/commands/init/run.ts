import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readFrame } from '@fraudx/data';
import { ConflictError } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { guessFacts } from './guess-facts.ts';
import { configTemplate } from './template.ts';
import type { TemplateFacts } from './template.ts';

/** Options of `fraudx init`. */
export interface InitOptions {
  readonly data?: string;
  readonly target?: string;
  readonly time?: string;
  readonly drop?: string[];
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
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.time === undefined ? {} : { time: options.time }),
  };
  if (options.data !== undefined) {
    const file = resolve(io.cwd, options.data);
    const { frame } = await readFrame(file, { signal: io.signal });
    for (const name of [options.target, options.time, ...(options.drop ?? [])])
      if (name !== undefined) frame.column(name);
    known = { data: relative(io.cwd, file), ...guessFacts(frame, options) };
  }
  const text = configTemplate(known);
  if (options.print === true) return { json: { config: text, written: null }, text };
  await writeFileAtomic(path, text);
  const next =
    known.target === undefined
      ? 'Next: set data and target in it, then fraudx tune'
      : 'Next: fraudx tune --strategy random';
  return {
    json: { config: text, written: path, dropped: known.drop, why: known.why ?? {} },
    text: [`${path} written.`, ...leftOut(known), next].join('\n'),
  };
}

function leftOut({ drop, why }: TemplateFacts): string[] {
  return drop.map((name) => `  leaves out ${name}${why?.[name] === undefined ? '' : `: ${why[name]}`}`);
}
