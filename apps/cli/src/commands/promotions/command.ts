import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';

/** Declares `fraudx promotions list|show`. */
export function declarePromotions(program: Command, deps: ProgramDeps): void {
  const promotions = program.command('promotions').description('look at what was promoted and rolled back');

  const list = promotions.command('list').description('all promotions, newest first');
  withCommonOptions(list, ['fraudx promotions list', 'fraudx promotions list --json']);
  handledBy(list, deps, async () => (await import('./list.ts')).runPromotionsList);

  const show = promotions
    .command('show')
    .argument('<promotion>', 'promotion id or its beginning')
    .description('every step of a promotion, what it wrote and what was there before');
  withCommonOptions(show, ['fraudx promotions show promo-01jc9v', 'fraudx promotions show promo-01jc9v --json']);
  handledBy(show, deps, async () => (await import('./show.ts')).runPromotionsShow);
}
