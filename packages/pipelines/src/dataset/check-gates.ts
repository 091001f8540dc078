import { InvalidArgumentError, nearest } from '@fraudx/core';
import { findMetric, metricCatalogue, parseGate } from '@fraudx/evaluation';

/**
 * Refuses gates that no evaluation could decide, before anything is read or trained.
 *
 * @throws {InvalidArgumentError} `GATE_SYNTAX`, `GATE_IMPOSSIBLE`, `GATE_UNKNOWN_METRIC`.
 */
export function checkGates(gates: readonly string[]): void {
  for (const { gate, metric } of gates.map((text) => parseGate(text))) {
    if (findMetric(metric) !== undefined) continue;
    const near = nearest(
      metric,
      metricCatalogue().map(({ name }) => name),
    );
    throw new InvalidArgumentError(`gates: "${gate}" must name a known metric, got ${JSON.stringify(metric)}`, {
      code: 'GATE_UNKNOWN_METRIC',
      details: { gate, metric },
      hint: near === undefined ? 'The catalogue of metrics lists all.' : `Did you mean "${near}"?`,
    });
  }
}
