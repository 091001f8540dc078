import { approverNotGiven, approverOf, requiresApprover } from '@fraudx/promotion';
import type { CommonOptions } from '../../command.ts';
import type { Io } from '../../io.ts';
import { noteWarnings } from '../../output/warnings.ts';
import type { Settings } from '../../settings/settings.ts';

/** Who approves what a command does, with a note where nobody was named. @throws {InvalidArgumentError} `APPROVER_MISSING`. */
export function approver(
  command: 'promote' | 'rollback',
  options: { readonly approvedBy?: string } & CommonOptions,
  { config: { promotion = {} } }: Settings,
  io: Io,
): string {
  const sources = {
    given: options.approvedBy,
    config: promotion.approvedBy,
    environment: io.env['FRAUDX_APPROVED_BY'],
  };
  const named = approverOf(command, sources, requiresApprover(promotion));
  const note = `no approver was given: "${named}" is recorded (--approved-by WHO, or promotion.approvedBy)`;
  noteWarnings(io, options, named === approverNotGiven ? [note] : []);
  return named;
}
