/** The steps of a promotion, in order. */
export const promotionSteps = [
  'gate',
  'validate',
  'preflight',
  'lock',
  'backup',
  'journal',
  'parameters',
  'verify',
  'archive',
  'config',
  'execution',
  'complete',
  'event',
  'unlock',
] as const;

/** Name of a step. */
export type PromotionStep = (typeof promotionSteps)[number];

/** How a step went. */
export interface StepReport {
  readonly step: PromotionStep;
  readonly status: 'done' | 'skipped' | 'failed' | 'planned';
  readonly detail: string;
}

/** Receives every step as it ends. */
export type StepListener = (report: StepReport & { readonly number: number; readonly total: number }) => void;

/** Why the lock was not given back at the end of these steps, as a field of a report; empty when it was. */
export function lockLeft(steps: readonly StepReport[]): { lockLeft?: string } {
  const failed = steps.find(({ step, status }) => step === 'unlock' && status === 'failed');
  return failed === undefined ? {} : { lockLeft: failed.detail };
}

/** Collects step reports and passes them on. */
export class StepLog {
  readonly steps: StepReport[] = [];
  readonly #listener: StepListener | undefined;

  constructor(listener?: StepListener) {
    this.#listener = listener;
  }

  add(step: PromotionStep, status: StepReport['status'], detail: string): void {
    const report = { step, status, detail };
    this.steps.push(report);
    this.#listener?.({ ...report, number: promotionSteps.indexOf(step) + 1, total: promotionSteps.length });
  }
}
