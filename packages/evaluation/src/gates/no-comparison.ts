/** Why a gate on a difference has no model to compare with, and what that means for it. */
export interface NoComparison {
  /** True where there is nothing to beat, such as before the first promotion; false where there is a model that cannot be compared. */
  readonly passed: boolean;
  /** One sentence without an end mark. */
  readonly reason: string;
}

/** Whether evidence for a gate says that there is no comparison. */
export function isNoComparison(evidence: object | null | undefined): evidence is NoComparison {
  return evidence !== null && evidence !== undefined && 'passed' in evidence && 'reason' in evidence;
}
