import type { JournalWrite, PromotionJournal } from '../journal/journal.ts';
import type { StepReport } from '../operation/steps.ts';
import type { PreflightCheck } from '../ports/preflight.ts';
import type { StoredParameter } from '../ports/parameter-store.ts';

/** What happens to one parameter; values of secure parameters are shown as `(secure)`. */
export interface ParameterChange {
  readonly name: string;
  /** `keep`: below the prefix, not in the new set, and not pruned. */
  readonly action: 'create' | 'update' | 'delete' | 'equal' | 'keep';
  readonly oldValue: string | null;
  readonly newValue: string | null;
  readonly oldVersion: number;
}

/** What a promotion would do; nothing of it is done. */
export interface PromotionPlan {
  /** The id it would have if nothing else comes first. */
  readonly promotionId: string;
  readonly decision: 'would-promote' | 'refused';
  readonly reasons: readonly string[];
  readonly steps: readonly StepReport[];
  readonly parameters: readonly ParameterChange[];
  readonly config: {
    readonly key: string;
    readonly uri: string;
    readonly archiveKey: string | undefined;
    readonly before: string | null;
    readonly after: string | null;
    /** Lines with `- `, `+ ` or two spaces in front. */
    readonly diff: readonly string[];
  };
  readonly execution: { readonly name: string; readonly input: string; readonly machine?: string } | undefined;
  readonly preflight: readonly PreflightCheck[];
  /** Things to know: a held lock, an unfinished promotion. */
  readonly notes: readonly string[];
}

/** Planned writes as changes for people, with the parameters that stay as they are. */
export function describeChanges(
  writes: readonly JournalWrite[],
  current: readonly StoredParameter[],
): ParameterChange[] {
  const old = new Map(current.map((parameter) => [parameter.name, parameter]));
  const hide = (write: JournalWrite, value: string | undefined, exists: boolean): string | null => {
    if (!exists) return null;
    return write.type === 'SecureString' ? '(secure)' : (value ?? null);
  };
  const changes: ParameterChange[] = writes.map((write) => ({
    name: write.name,
    action: write.action,
    oldValue: hide(write, write.oldValue, old.has(write.name)),
    newValue: hide(write, write.newValue, write.action !== 'delete'),
    oldVersion: write.oldVersion,
  }));
  const planned = new Set(writes.map((write) => write.name));
  for (const parameter of current) {
    if (planned.has(parameter.name)) continue;
    const shown = parameter.type === 'SecureString' ? '(secure)' : parameter.value;
    const { name, version } = parameter;
    changes.push({ name, action: 'keep', oldValue: shown, newValue: shown, oldVersion: version });
  }
  return changes;
}

/** Outcome of a promotion. */
export interface PromotionReport {
  readonly promotionId: string;
  readonly decision: 'promoted' | 'refused';
  readonly reasons: readonly string[];
  readonly steps: readonly StepReport[];
  readonly executionArn?: string;
  /** Parameters written or removed, and the config. */
  readonly written: readonly string[];
  readonly restored: readonly string[];
  /** Parameters that were equal already, or not reached. */
  readonly untouched: readonly string[];
  /** Where the backup lies; empty when refused. */
  readonly backup: string;
  readonly configKey: string;
  readonly archiveKey: string;
  /** True when an earlier, interrupted run of the same promotion was completed. */
  readonly resumed: boolean;
  /** An unfinished other operation that was settled first. */
  readonly recovered?: { readonly promotionId: string; readonly state: PromotionJournal['state'] };
  /** Why the lock could not be given back; others must wait until it is known that this process has ended. Absent: it was. */
  readonly lockLeft?: string;
}

/** Outcome of a rollback. */
export interface RollbackReport {
  /** Id of the rollback itself; it has a journal of its own. */
  readonly rollbackId: string;
  /** What was rolled back. */
  readonly promotionId: string;
  /** False when something was left alone because it had been changed since. */
  readonly complete: boolean;
  readonly steps: readonly StepReport[];
  readonly restored: readonly string[];
  readonly untouched: readonly string[];
  /** Changed by others since; `force` restores them too. */
  readonly leftAlone: readonly string[];
  readonly backup: string;
  readonly resumed: boolean;
  /** True when the same rollback had been done already by the last operation, and nothing was changed now. */
  readonly repeated: boolean;
  /** The promotion that is in effect now; undefined when there is none. Taking it back needs its id. */
  readonly inEffect: string | undefined;
  /** As in {@link PromotionReport}. */
  readonly lockLeft?: string;
}

/** What an operation has changed, from its journal. */
export function effects(journal: PromotionJournal): { written: string[]; restored: string[]; untouched: string[] } {
  const of = (...states: JournalWrite['status'][]): string[] => {
    const names = journal.writes
      .filter((write) => write.action !== 'equal' && states.includes(write.status))
      .map((write) => write.name);
    if (journal.config.action !== 'none' && states.includes(journal.config.status)) names.push(journal.config.key);
    return names;
  };
  const equal = journal.writes.filter((write) => write.action === 'equal').map((write) => write.name);
  return { written: of('written', 'left'), restored: of('restored'), untouched: [...equal, ...of('planned')] };
}

/** An operation in the list of promotions. */
export interface PromotionSummary {
  readonly promotionId: string;
  readonly kind: 'promotion' | 'rollback';
  readonly state: PromotionJournal['state'];
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAt: number;
  readonly runId: string;
  readonly experiment: string;
  readonly algorithm: string;
  readonly approvedBy: string;
  readonly changes: number;
  readonly rollbackOf?: string;
  readonly executionArn?: string;
}

/** A journal as a line of the list. */
export function summarise(journal: PromotionJournal): PromotionSummary {
  return {
    promotionId: journal.id,
    kind: journal.kind,
    state: journal.state,
    createdAt: journal.createdAt,
    runId: journal.request.runId,
    experiment: journal.request.experiment,
    algorithm: journal.request.algorithm,
    approvedBy: journal.request.approvedBy,
    changes: journal.writes.filter((write) => write.action !== 'equal').length,
    ...(journal.rollbackOf === undefined ? {} : { rollbackOf: journal.rollbackOf }),
    ...(journal.execution?.arn === undefined ? {} : { executionArn: journal.execution.arn }),
  };
}
