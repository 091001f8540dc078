import type { Command } from 'commander';
import tab from '@bomb.sh/tab/commander';

/** Answers `fraudx complete -- <words>`, the question that the scripts of `fraudx completion` ask. */
export async function completeLine(program: Command, argv: readonly string[]): Promise<void> {
  tab(program, { completionCommandName: 'completion-script' });
  await program.parseAsync([...argv], { from: 'user' });
}
