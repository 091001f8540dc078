import { canonicalJson, InvalidArgumentError, sha256 } from '@fraudx/core';
import type { HyperparameterValue } from './hyperparameters/format-hyperparameter.ts';
import type { ParameterCheck, ParameterRule } from './hyperparameters/parameter-rule.ts';

/** What is recorded as approver where nobody gave a name; never a name itself. */
export const approverNotGiven = 'not given';

/** One bar that the model had to clear. */
export interface PromotionGate {
  readonly gate: string;
  readonly passed: boolean;
  readonly reason?: string;
}

/** What the evaluation said; the gate step reads nothing else. */
export interface PromotionEvaluation {
  readonly decision: 'accepted' | 'refused';
  readonly gates: readonly PromotionGate[];
}

/** What shall go to production, and who says so. */
export interface PromotionRequest {
  readonly runId: string;
  readonly experiment: string;
  readonly algorithm: string;
  /** By the names of the algorithm. Texts are stored as they are. */
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /** Test metrics by snake_case name; an undefined one is NaN and becomes null in the config. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly evaluation: PromotionEvaluation;
  /** Who approved it: a name that somebody gave, or {@link approverNotGiven}. */
  readonly approvedBy: string;
  /** Whether to start the pipeline. */
  readonly trigger: boolean;
  /** When the model was tested: `YYYY-MM-DD` or an ISO date and time. */
  readonly testedDate: string;
  /** Remove parameters below the prefix that the new set does not have. Default false: they stay. */
  readonly prune?: boolean | undefined;
  readonly model?: { readonly folder: string; readonly sha256: string } | undefined;
  /** From which score on a transaction is an alert, and how that was chosen, e.g. `best-f1`; for the config. */
  readonly decision?: { readonly threshold: number; readonly strategy?: string | undefined } | undefined;
  /** A version in the model registry that must be approved; its full name is recorded. Default: the registry is not asked. */
  readonly registryVersion?: string | undefined;
  /** What the hyperparameters may be; empty: only what the store demands. */
  readonly parameterSchema: readonly ParameterRule[];
  /** What the algorithm itself says of the set, as its training would. Default: nothing. */
  readonly parameterCheck?: ParameterCheck | undefined;
}

/** The part of a request that the journal keeps. */
export type PromotionRecord = Omit<PromotionRequest, 'parameterSchema' | 'parameterCheck' | 'evaluation'>;

/** Why the gate refuses, one line per reason; empty when it passes. */
export function gateReasons(evaluation: PromotionEvaluation): string[] {
  const failed = evaluation.gates.filter((gate) => !gate.passed);
  const reasons = failed.map((gate) => (gate.reason === undefined ? gate.gate : `${gate.gate}: ${gate.reason}`));
  if (evaluation.decision === 'refused' && reasons.length === 0) reasons.push('the evaluation refused the model');
  return reasons;
}

/** The journalled part of a request; undefined metrics become null. */
export function toRecord(request: PromotionRequest): PromotionRecord {
  const { parameterSchema: _schema, parameterCheck: _check, evaluation: _evaluation, ...record } = request;
  return {
    ...record,
    metrics: Object.fromEntries(
      Object.entries(record.metrics).map(([name, value]) => [
        name,
        value === null || !Number.isFinite(value) ? null : value,
      ]),
    ),
  };
}

/**
 * A fingerprint of what is asked for: two requests with equal digests ask for the same thing. The date is no part of it, so that the same
 * command on the next day goes on with what was left unfinished.
 *
 * @param parts - Which parts of production are asked for; undefined: all.
 */
export function requestDigest(
  { testedDate: _date, ...record }: PromotionRecord,
  prefix: string,
  parts: Readonly<Record<string, boolean>> = {},
): string {
  return sha256(canonicalJson({ record, prefix, ...parts }));
}

/**
 * Checks the parts of a request that are not hyperparameters.
 *
 * @throws {InvalidArgumentError} `APPROVER_MISSING` or `INVALID_REQUEST`.
 */
export function checkRequest(request: PromotionRequest): void {
  if (request.approvedBy.trim() === '') {
    throw new InvalidArgumentError('promote: approvedBy must name a person or a job, got nothing', {
      code: 'APPROVER_MISSING',
      hint: 'Give the name of whoever approves it, or say that none was given.',
    });
  }
  for (const field of ['runId', 'experiment', 'algorithm', 'testedDate'] as const) {
    if (request[field].trim() === '') {
      throw new InvalidArgumentError(`promote: ${field} must not be empty, got an empty text`, {
        code: 'INVALID_REQUEST',
      });
    }
  }
}
