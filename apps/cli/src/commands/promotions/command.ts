import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withTargetOptions } from '../../options/target-options.ts';

/** Declares `fraudx promotions list|show|resume|verify`. */
export function declarePromotions(program: Command, deps: ProgramDeps): void {
  const promotions = program.command('promotions').description('list and check promotions and rollbacks');

  const list = withTargetOptions(promotions.command('list')).description('all promotions, newest first');
  withCommonOptions(list, ['fraudx promotions list', 'fraudx promotions list --json']);
  handledBy(list, deps, async () => (await import('./list.ts')).runPromotionsList);

  const show = promotions
    .command('show')
    .argument('<promotion>', 'promotion id, its beginning, its number, or latest')
    .description('every step of a promotion, what it wrote and what was there before');
  withTargetOptions(show);
  withCommonOptions(show, ['fraudx promotions show latest', 'fraudx promotions show promotion-000007 --json']);
  handledBy(show, deps, async () => (await import('./show.ts')).runPromotionsShow);

  const resume = promotions
    .command('resume')
    .argument('[promotion]', 'promotion id, its beginning, its number, or latest (default)')
    .description('finish a promotion or rollback that was interrupted; a finished one is left as it is');
  withTargetOptions(resume);
  withCommonOptions(resume, ['fraudx promotions resume', 'fraudx promotions resume promotion-000007 --json']);
  handledBy(resume, deps, async () => (await import('./resume.ts')).runPromotionsResume);

  const verify = withTargetOptions(promotions.command('verify')).description(
    'check the hash-chained history, journals, backups and archived configs (exit code 1 when something was changed)',
  );
  withCommonOptions(verify, ['fraudx promotions verify', 'fraudx promotions verify --target aws --json']);
  handledBy(verify, deps, async () => (await import('./verify.ts')).runPromotionsVerify);
}
