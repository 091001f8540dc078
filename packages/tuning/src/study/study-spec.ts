import { canonicalJson, ConflictError, once, OutsideError } from '@fraudx/core';
import { z } from 'zod';
import type { PrunerSpec } from '../pruners/pruner.ts';
import type { SamplerSpec } from '../samplers/sampler.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { SearchSpace } from '../space/search-space.ts';
import type { Direction } from './best-trial.ts';

/** The version of {@link StudySpec} as it is stored. */
export const studyFormatVersion = 4;

/** What makes two studies the same study: equal specifications and histories give equal suggestions. */
export interface StudySpec {
  readonly formatVersion: typeof studyFormatVersion;
  readonly space: SearchSpace;
  readonly sampler: SamplerSpec;
  /** Absent: no trial is stopped early. */
  readonly pruner?: PrunerSpec;
  /** One for each value of a trial, at least one. */
  readonly directions: readonly Direction[];
  /** Names of what every trial must meet, at least one. Absent: every complete trial is feasible. */
  readonly constraints?: readonly string[];
  readonly seed: number;
  /** Trial k is suggested from the results of trials below `k - lag`. Absent: from what has ended by then, or from none. */
  readonly lag?: number;
}

const versions = once(() => {
  const part = z.strictObject({ name: z.string().min(1), options: z.record(z.string(), z.json()).optional() });
  const direction = z.enum(['maximize', 'minimize']);
  const space = z.unknown().transform((input) => parseSearchSpace(input));
  const seed = z.int().min(0);

  const version4 = z.strictObject({
    formatVersion: z.literal(4),
    space,
    sampler: part,
    pruner: part.optional(),
    directions: z.array(direction).min(1),
    constraints: z.array(z.string().min(1)).min(1).optional(),
    seed,
    lag: z.int().min(0).optional(),
  });

  /** Before studies had constraints. */
  const version3 = version4
    .omit({ constraints: true })
    .extend({ formatVersion: z.literal(3) })
    .transform((old) => ({ ...old, formatVersion: studyFormatVersion }));

  /** Before studies had a lag. */
  const version2 = version4
    .omit({ constraints: true, lag: true })
    .extend({ formatVersion: z.literal(2) })
    .transform((old) => ({ ...old, formatVersion: studyFormatVersion }));

  /** Before format versions were written: one direction, and a sampler by its name. */
  const version1 = z
    .strictObject({ space, strategy: z.enum(['grid', 'random']), direction, seed })
    .transform((old) => ({
      formatVersion: studyFormatVersion,
      space: old.space,
      sampler: { name: old.strategy },
      directions: [old.direction],
      seed: old.seed,
    }));
  return new Map<unknown, z.ZodType>([
    [undefined, version1],
    [2, version2],
    [3, version3],
    [4, version4],
  ]);
});

/**
 * A stored specification, of this format version or an earlier one.
 *
 * @param input - As `JSON.parse` gives it.
 * @throws {OutsideError} `STORE_TOO_NEW`: a later fraudx wrote it.
 * @throws {z.ZodError} It is not a specification.
 */
export function parseStudySpec(input: unknown): StudySpec {
  const version = (input as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > studyFormatVersion) {
    throw new OutsideError(
      'STORE_TOO_NEW',
      `study: format version must be at most ${studyFormatVersion}, got ${version}`,
      { hint: 'A newer fraudx started this study: update fraudx.' },
    );
  }
  const schema = versions().get(version) ?? versions().get(studyFormatVersion)!;
  return schema.parse(input) as StudySpec;
}

/** @throws {ConflictError} `STUDY_CHANGED`: the study was begun with another space, sampler, pruner, direction, seed or lag, or other constraints. */
export function checkSameStudy(studyId: string, stored: StudySpec, given: StudySpec): void {
  const changed: string[] = (
    ['sampler', 'pruner', 'directions', 'constraints', 'seed', 'lag', 'space'] as const
  ).filter((key) => canonicalJson(stored[key] ?? null) !== canonicalJson(given[key] ?? null));
  // The order of hyperparameters decides the order of grid points.
  if (Object.keys(stored.space).join('\n') !== Object.keys(given.space).join('\n') && !changed.includes('space')) {
    changed.push('space');
  }
  if (changed.length > 0) {
    throw new ConflictError(
      'STUDY_CHANGED',
      `study: ${changed.join(', ')} must be as when ${studyId} was started, got a different value`,
      { details: { studyId, changed }, hint: 'Start a new study, or give its original options.' },
    );
  }
}
