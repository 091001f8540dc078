import { shellQuoted } from '@fraudx/core';

/** A call that works on production, as a plain value: what messages name as the next step. */
export type OperationCall =
  | { readonly call: 'promote'; readonly runId: string }
  | { readonly call: 'rollback'; readonly promotionId: string }
  | { readonly call: 'resume'; readonly promotionId: string };

/** An operation in words, such as `promote run-1`; for messages and the lock. */
export function callTitle(of: OperationCall): string {
  return `${of.call} ${shellQuoted(of.call === 'promote' ? of.runId : of.promotionId)}`;
}

/** The call of a script, such as `resume("promotion-1")`. */
export function callOfScript(of: OperationCall): string {
  return of.call === 'promote'
    ? `promoteToProduction of run ${JSON.stringify(of.runId)}`
    : `${of.call}(${JSON.stringify(of.promotionId)})`;
}
