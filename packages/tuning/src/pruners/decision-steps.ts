import type { Report } from '../study/trial.ts';

/** When a pruner decides. */
export interface DecisionSteps {
  readonly nWarmupSteps: number;
  readonly intervalSteps: number;
}

/** Options of {@link DecisionSteps}. */
export const decisionRules = {
  nWarmupSteps: { kind: 'integer', least: 0, usual: 0 },
  intervalSteps: { kind: 'integer', least: 1, usual: 1 },
} as const;

/** Whether the last report is the first one since the last multiple of `intervalSteps` after the warm-up. */
export function isDecisionStep(reports: readonly Report[], { nWarmupSteps, intervalSteps }: DecisionSteps): boolean {
  const step = reports.at(-1)?.[0];
  if (step === undefined || step < nWarmupSteps) return false;
  const due = Math.floor((step - nWarmupSteps) / intervalSteps) * intervalSteps + nWarmupSteps;
  return reports.every(([at]) => at === step || at < due);
}
