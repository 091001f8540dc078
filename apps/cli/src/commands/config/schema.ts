import { resolve } from 'node:path';
import { configJsonSchema } from '@fraudx/pipelines/config';
import { writeFileAtomic } from '@fraudx/core/files';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { document, lines } from '../../output/lines.ts';

/** Prints the JSON Schema of `fraudx.yaml`, or writes it to a file. */
export async function runConfigSchema(
  _args: readonly [],
  options: { readonly output?: string } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const schema = configJsonSchema();
  const text = JSON.stringify(schema, null, 2);
  if (options.output === undefined) return { json: schema, text: document(text) };
  const output = resolve(io.cwd, options.output);
  await writeFileAtomic(output, `${text}\n`);
  return {
    json: { output },
    text: lines(
      `${output} written.`,
      `Editors find it by a first line in fraudx.yaml: # yaml-language-server: $schema=${options.output}`,
    ),
  };
}
