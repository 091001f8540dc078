import type { Frame } from '@fraudx/core';
import type { CostMatrix } from '@fraudx/evaluation';
import { assumedCostsText, findMetric, parseGate, parseThresholdStrategy } from '@fraudx/evaluation';

/** What may depend on costs that nobody gave. */
export interface CostUse {
  readonly frame: Frame;
  /** Column of amounts; undefined where none is named. Without amounts no costs are assumed. */
  readonly amount: string | undefined;
  /** Costs by which the threshold is or was chosen; undefined where none were given. */
  readonly thresholdCosts: CostMatrix | undefined;
  /** A text such as `min-cost`; undefined where it is not known. */
  readonly threshold: string | undefined;
  /** Costs by which gates are decided; undefined where none are given. */
  readonly gateCosts: CostMatrix | undefined;
  /** Texts such as `savings > 0.2`. */
  readonly gates: readonly string[];
}

function needsCosts(metric: string): boolean {
  return findMetric(metric)?.needs.includes('costs') ?? false;
}

/**
 * Which costs are assumed, where the threshold or a gate depends on costs and none were given; empty where neither does.
 *
 * @throws {InvalidArgumentError} `THRESHOLD_STRATEGY`, `GATE_SYNTAX`, `GATE_IMPOSSIBLE`.
 */
export function assumedCostsNotes({ frame, amount, thresholdCosts, threshold, gateCosts, gates }: CostUse): string[] {
  if (amount === undefined || !frame.has(amount) || frame.column(amount).kind !== 'numeric') return [];
  const usesOfThreshold =
    thresholdCosts === undefined && threshold !== undefined && parseThresholdStrategy(threshold).kind === 'min-cost';
  const parsed = gateCosts === undefined ? gates.map((text) => parseGate(text)) : [];
  const usesOfGates = parsed.filter(
    ({ metric, required }) => needsCosts(metric) || (typeof required === 'string' && needsCosts(required)),
  );
  const uses = [
    ...(usesOfThreshold ? ['threshold "min-cost"'] : []),
    ...[...new Set(usesOfGates.map(({ gate }) => gate))].map((gate) => `gate "${gate}"`),
  ];
  if (uses.length === 0) return [];
  return [
    `evaluation.costs is not set: for ${uses.join(', ')} it is assumed that ${assumedCostsText}; set evaluation.costs to what they cost`,
  ];
}
