import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { DataSchema } from '@fraudx/data';
import { readFrame } from '@fraudx/data';
import { ConflictError } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
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

const targetNames = [
  'fraud',
  'is_fraud',
  'isfraud',
  'tx_fraud',
  'class',
  'label',
  'target',
  'fraud_reported',
  'fraudfound_p',
];

function guess(schema: DataSchema, options: InitOptions): Omit<TemplateFacts, 'data'> {
  const names = schema.columns.map((column) => column.name);
  const target =
    options.target ??
    targetNames.map((name) => names.find((n) => n.toLowerCase() === name)).find((n) => n !== undefined);
  const time = options.time ?? schema.columns.find((column) => column.kind === 'timestamp')?.name;
  if (options.drop !== undefined)
    return { drop: options.drop, ...(target === undefined ? {} : { target }), ...(time === undefined ? {} : { time }) };
  const drop = schema.columns
    .filter((column) => column.name !== target && column.name !== time)
    .filter(
      (column) => column.distinct !== undefined && column.distinct === schema.rows && /(^|_)id$|^id/i.test(column.name),
    )
    .map((column) => column.name);
  return { drop, ...(target === undefined ? {} : { target }), ...(time === undefined ? {} : { time }) };
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
    const { frame, schema } = await readFrame(file, { signal: io.signal });
    for (const name of [options.target, options.time, ...(options.drop ?? [])])
      if (name !== undefined) frame.column(name);
    known = { data: relative(io.cwd, file), ...guess(schema, options) };
  }
  const text = configTemplate(known);
  if (options.print === true) return { json: { config: text, written: null }, text };
  await writeFileAtomic(path, text);
  const next =
    known.target === undefined
      ? 'Next: set data and target in it, then fraudx tune'
      : 'Next: fraudx tune --strategy random';
  return { json: { config: text, written: path }, text: `${path} written.\n${next}` };
}
