import { canonicalJson, sha256 } from '@fraudx/core';
import { parseHyperparameter, formatHyperparameter } from '../hyperparameters/format-hyperparameter.ts';
import type { ProductionConfig } from '../config/production-config.ts';
import { parseProductionConfig, renderProductionConfig } from '../config/production-config.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import type { PromotionRecord, PromotionRequest } from '../promotion-request.ts';
import { archiveKeyOf } from './archive-key.ts';
import { planWrites } from './plan-writes.ts';
import type { Backup, Snapshot } from './snapshot.ts';
import { configKey } from './snapshot.ts';

/** The changes of an operation, planned against a snapshot. */
export interface Draft {
  readonly writes: PromotionJournal['writes'];
  readonly config: PromotionJournal['config'];
  readonly execution: PromotionJournal['execution'];
  readonly leftAlone: readonly string[];
}

/** Which parts of production an operation may touch. */
export interface Parts {
  readonly parameters: boolean;
  readonly config: boolean;
}

/** New parameter values by full name. */
export function promotionValues(record: PromotionRecord, prefix: string): Map<string, string> {
  return new Map(
    Object.entries(record.hyperparameters).map(([name, value]) => [`${prefix}/${name}`, formatHyperparameter(value)]),
  );
}

/** The production config of a request; numbers given as text become numbers where the schema says so. */
export function buildProductionConfig(
  request: Pick<PromotionRequest, 'parameterSchema'> & PromotionRecord,
  promotionId: string,
  prefix: string,
): ProductionConfig {
  const rules = new Map(request.parameterSchema.map((rule) => [rule.name, rule]));
  return parseProductionConfig({
    format_version: 1,
    algorithm: request.algorithm,
    hyperparameters: Object.fromEntries(
      Object.entries(request.hyperparameters).map(([name, value]) => [
        name,
        typeof value === 'string' ? parseHyperparameter(value, rules.get(name)) : value,
      ]),
    ),
    performance: request.metrics,
    tested_date: request.testedDate,
    approved_by: request.approvedBy,
    experiment: request.experiment,
    run_id: request.runId,
    promotion_id: promotionId,
    parameter_prefix: prefix,
    ...(request.model === undefined ? {} : { model: { location: request.model.folder, sha256: request.model.sha256 } }),
    ...(request.decision === undefined ? {} : { decision: request.decision }),
    ...(request.registryVersion === undefined ? {} : { registry_version: request.registryVersion }),
  });
}

function alreadyArchived(archive: readonly string[], digest: string): boolean {
  return archive.some((key) => key.endsWith(`-${digest.slice(0, 8)}.yaml`));
}

function configChange(
  snapshot: Snapshot,
  content: string | null,
  archive: readonly string[],
  now: number,
): PromotionJournal['config'] {
  const old = snapshot.config;
  const newSha256 = content === null ? null : sha256(content);
  const same = newSha256 === (old?.sha256 ?? null);
  const previous = old !== undefined && !same && !alreadyArchived(archive, old.sha256);
  const archived = newSha256 !== null && !same && !alreadyArchived(archive, newSha256);
  return {
    key: configKey,
    action: same ? 'none' : content === null ? 'delete' : 'put',
    content,
    oldEtag: old?.etag ?? null,
    oldSha256: old?.sha256 ?? null,
    newSha256,
    ...(archived ? { archiveKey: archiveKeyOf(newSha256, now) } : {}),
    ...(previous ? { previousArchiveKey: archiveKeyOf(old.sha256, now) } : {}),
    status: 'planned',
  };
}

/** The name of the execution of a promotion: at most 80 of `[0-9A-Za-z_-]`, equal for equal promotions. */
export function executionName(experiment: string, promotionId: string): string {
  const slug = experiment.replace(/[^0-9A-Za-z_-]+/g, '-').slice(0, 48);
  return `promo-${slug}-${promotionId.replace(/^promotion-/, '')}`;
}

/** The input of the pipeline as canonical JSON: no times, sorted keys, so that a retry is the same request. */
export function executionInput(
  record: PromotionRecord,
  promotionId: string,
  prefix: string,
  configUri: string,
): string {
  return canonicalJson({
    algorithm: record.algorithm,
    approved_by: record.approvedBy,
    config_uri: configUri,
    experiment_id: record.experiment,
    parameter_prefix: prefix,
    promotion_id: promotionId,
    run_id: record.runId,
  });
}

/** Changes that bring a promotion into production. */
export function draftPromotion(
  request: Pick<PromotionRequest, 'parameterSchema'> & PromotionRecord,
  snapshot: Snapshot,
  place: {
    readonly id: string;
    readonly prefix: string;
    readonly now: number;
    readonly archive: readonly string[];
    readonly configUri: string;
    readonly parts: Parts;
    /** What runs the pipeline, for a target that has several. */
    readonly machine: string | undefined;
  },
): Draft {
  const { id, prefix, now, archive, parts } = place;
  const values = promotionValues(request, prefix);
  const desired = [...values].map(([name, value]) => ({ name, value, type: 'String' as const }));
  const gone = request.prune === true ? snapshot.parameters.filter((parameter) => !values.has(parameter.name)) : [];
  const removed = gone.map(({ name, type }) => ({ name, type, value: undefined }));
  const content = parts.config
    ? renderProductionConfig(buildProductionConfig(request, id, prefix))
    : (snapshot.config?.text ?? null);
  return {
    writes: parts.parameters ? planWrites(snapshot.parameters, [...desired, ...removed]) : [],
    config: configChange(snapshot, content, archive, now),
    execution: request.trigger
      ? {
          name: executionName(request.experiment, id),
          input: executionInput(request, id, prefix, place.configUri),
          ...(place.machine === undefined ? {} : { machine: place.machine }),
          status: 'planned',
        }
      : undefined,
    leftAlone: [],
  };
}

/** Changes that take a finished operation back, as far as production is still as that operation left it, or all with `force`. */
export function draftRollback(
  target: PromotionJournal,
  targetBackup: Backup,
  snapshot: Snapshot,
  place: {
    readonly now: number;
    readonly archive: readonly string[];
    readonly force: boolean;
    readonly parts: Parts;
    /** What the operation left, by full name: a later operation may have put the same value there again. */
    readonly left: ReadonlyMap<string, string>;
  },
): Draft {
  const leftAlone: string[] = [];
  const current = new Map(snapshot.parameters.map((parameter) => [parameter.name, parameter]));
  const before = new Map(targetBackup.parameters.map((parameter) => [parameter.name, parameter]));
  const writes = place.parts.parameters ? target.writes.filter((write) => write.action !== 'equal') : [];
  const desired = writes.flatMap((write) => {
    const old = before.get(write.name);
    const now = current.get(write.name);
    // not by version: an earlier rollback may have put our value back, and who creates a parameter again starts at version 1 again
    const ours = now?.value === place.left.get(write.name);
    if (!ours && now?.value !== old?.value && !place.force) {
      leftAlone.push(write.name);
      return [];
    }
    return [{ name: write.name, value: old?.value, type: old?.type ?? write.type }];
  });
  const touched = place.parts.config && target.config.action !== 'none';
  const now = snapshot.config?.sha256 ?? null;
  const ours = now === target.config.newSha256;
  const restore = touched && (ours || now === target.config.oldSha256 || place.force);
  if (touched && !restore) leftAlone.push(target.config.key);
  const content = restore ? targetBackup.config.content : (snapshot.config?.text ?? null);
  return {
    writes: planWrites(snapshot.parameters, desired),
    config: configChange(snapshot, content, place.archive, place.now),
    execution: undefined,
    leftAlone,
  };
}
