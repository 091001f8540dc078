import { InvalidArgumentError, ShapeError } from '@fraudx/core';

function checkGiven(owner: string, name: string, values: ArrayLike<number> | undefined): void {
  if (typeof values?.length === 'number') return;
  throw new InvalidArgumentError(`${name} must be given, got ${values === null ? 'null' : typeof values}`, {
    subject: owner,
  });
}

/** What a caller without types may leave out: the object of rows. */
export function checkObject(owner: string, name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw new InvalidArgumentError(`${name} must be given as an object, got ${value === null ? 'null' : typeof value}`, {
    subject: owner,
    hint: name === 'options' ? 'Pass at least { seed }' : 'Pass { yTrue, yScore, threshold }',
  });
}

function checkLength(owner: string, name: string, values: ArrayLike<number>, n: number): void {
  checkGiven(owner, name, values);
  if (values.length !== n)
    throw new ShapeError(`${name} must have ${n} values, got ${values.length}`, { subject: owner });
}

/** Labels: at least one, each 0 or 1. */
export function checkLabels(owner: string, name: string, labels: ArrayLike<number>): void {
  checkGiven(owner, name, labels);
  if (labels.length === 0) throw new ShapeError(`${name} must have at least 1 value, got 0`, { subject: owner });
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label !== 0 && label !== 1) {
      throw new InvalidArgumentError(`${name} must be 0 or 1, got ${label} at position ${i}`, {
        subject: owner,
        details: { position: i },
      });
    }
  }
}

/** Scores: length n, finite, and with `range: 'unit'` in [0, 1]. */
export function checkScores(
  owner: string,
  scores: ArrayLike<number>,
  n: number,
  range: 'any' | 'unit' = 'any',
  name = 'yScore',
): void {
  checkLength(owner, name, scores, n);
  for (let i = 0; i < n; i++) {
    const score = scores[i]!;
    if (!Number.isFinite(score)) {
      throw new InvalidArgumentError(`${name} must be finite, got ${score} at position ${i}`, {
        subject: owner,
        code: 'SCORE_NOT_FINITE',
        details: { position: i },
      });
    }
    if (range === 'unit' && (score < 0 || score > 1)) {
      throw new InvalidArgumentError(`${name} must be in [0, 1], got ${score} at position ${i}`, {
        subject: owner,
        code: 'SCORE_OUT_OF_RANGE',
        details: { position: i },
        hint: 'Pass probabilities; a raw margin becomes one by 1 / (1 + exp(-margin))',
      });
    }
  }
}

/** Weights: length n, finite, >= 0, not all 0. Undefined stays undefined: all weights 1. */
export function checkWeights(owner: string, weights: ArrayLike<number> | undefined, n: number): void {
  if (weights === undefined) return;
  checkLength(owner, 'sampleWeight', weights, n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0) || weight === Infinity) {
      throw new InvalidArgumentError(`sampleWeight must be finite and >= 0, got ${weight} at position ${i}`, {
        subject: owner,
        details: { position: i },
      });
    }
    sum += weight;
  }
  if (sum === 0) throw new InvalidArgumentError(`sampleWeight must not be all 0, got sum 0`, { subject: owner });
}

/** A threshold: any number but NaN; above 1 nothing is an alert. */
export function checkThreshold(owner: string, threshold: number): void {
  if (typeof threshold === 'number' && !Number.isNaN(threshold)) return;
  throw new InvalidArgumentError(`threshold must be a number, got ${String(threshold)}`, {
    subject: owner,
    hint: 'Choose one on validation rows with chooseThreshold',
  });
}
