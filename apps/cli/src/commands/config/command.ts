import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';

/** Declares `fraudx config schema`. */
export function declareConfig(program: Command, deps: ProgramDeps): void {
  const config = program.command('config').description('JSON Schema of fraudx.yaml');
  const schema = config
    .command('schema')
    .description('JSON Schema of fraudx.yaml, for completion and checks in editors')
    .option('--output <file>', 'write it to a file instead, replacing it');
  withCommonOptions(schema, ['fraudx config schema --output fraudx.schema.json', 'fraudx config schema']);
  handledBy(schema, deps, async () => (await import('./schema.ts')).runConfigSchema);
}
