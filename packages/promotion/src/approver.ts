import { InvalidArgumentError } from '@fraudx/core';
import { approverNotGiven } from './promotion-request.ts';

/** Who may have named an approver; the first one that did counts. The user of the machine or of a CI job started something, and approved nothing. */
export interface ApproverSources {
  /** By whoever asks for the promotion. Given but empty is refused: nobody else shall stand in for it. */
  readonly given?: string | undefined;
  readonly config?: string | undefined;
  /** By a variable of the environment that is meant for an approver. */
  readonly environment?: string | undefined;
}

/**
 * Who approves.
 *
 * @param owner - Who asks, first word of the message.
 * @param isRequired - Whether a name must be given; otherwise `not given` is recorded.
 * @throws {InvalidArgumentError} `APPROVER_MISSING`.
 */
export function approverOf(
  owner: 'promote' | 'rollback',
  { given, config, environment }: ApproverSources,
  isRequired: boolean,
): string {
  if (given?.trim() === '') throw missing(owner, 'an empty name');
  const named = [given, config, environment].find((who) => who !== undefined && who.trim() !== '')?.trim();
  if (named !== undefined && named !== approverNotGiven) return named;
  if (isRequired) throw missing(owner, named === undefined ? 'nobody' : `"${named}"`);
  return approverNotGiven;
}

/** Whether these settings demand an approver: as they say, else for every target but the local one. */
export function requiresApprover(promotion: {
  readonly target?: string | undefined;
  readonly requireApprover?: boolean | undefined;
}): boolean {
  return promotion.requireApprover ?? (promotion.target !== undefined && promotion.target !== 'local');
}

function missing(owner: string, got: string): InvalidArgumentError {
  return new InvalidArgumentError(`an approver must be named, got ${got}`, {
    subject: owner,
    code: 'APPROVER_MISSING',
    hint: 'Give the name of whoever approves it, or set promotion.approvedBy.',
  });
}
