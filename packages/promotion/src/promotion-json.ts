import type { PromotionPlan, PromotionReport } from './plan/promotion-plan.ts';

/** A dry run as scripts read it; `promotion_id`, `run_id`, `decision`, `reasons` and `steps` are as in {@link promotionReportJson}. */
export function promotionPlanJson(plan: PromotionPlan, runId: string): object {
  const { config, execution } = plan;
  return {
    promotion_id: plan.promotionId,
    run_id: runId,
    decision: plan.decision,
    reasons: plan.reasons,
    steps: plan.steps,
    parameters: plan.parameters.map(({ name, action, oldValue, newValue, oldVersion }) => ({
      name,
      action,
      old_value: oldValue,
      new_value: newValue,
      old_version: oldVersion,
    })),
    config: {
      key: config.key,
      uri: config.uri,
      archive_key: config.archiveKey ?? null,
      before: config.before,
      after: config.after,
      diff: config.diff,
    },
    execution: execution ?? null,
    preflight: plan.preflight,
    notes: plan.notes,
  };
}

/** A promotion as scripts read it. */
export function promotionReportJson(report: PromotionReport, runId: string): object {
  const { recovered } = report;
  return {
    promotion_id: report.promotionId,
    run_id: runId,
    decision: report.decision,
    reasons: report.reasons,
    steps: report.steps,
    execution_arn: report.executionArn ?? null,
    written: report.written,
    restored: report.restored,
    untouched: report.untouched,
    resumed: report.resumed,
    recovered: recovered === undefined ? null : { promotion_id: recovered.promotionId, state: recovered.state },
    backup: report.backup,
    config_key: report.configKey,
    archive_key: report.archiveKey,
    lock_left: report.lockLeft ?? null,
  };
}
