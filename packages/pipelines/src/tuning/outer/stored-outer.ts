import type { Direction } from '@fraudx/tuning';
import { z } from 'zod';
import type { OuterEstimate, OuterFoldResult } from './outer-estimate.ts';
import { outerEstimate } from './outer-estimate.ts';

const count = z.int().min(0);

const storedForm = z.object({
  trials: count.min(1),
  trial: count,
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  isDefault: z.boolean(),
  validation: z.number(),
  value: z.number(),
  defaults: z.number(),
  rows: count.min(1),
  frauds: count,
  learned: count.min(1),
});

/** The tag of a study's run that says how many outer folds its estimate has. */
export const OUTER_FOLDS_TAG = 'outer_folds';

const most = 100;

/** The name of one of several outer folds, from 0, in tags and in ids of studies. */
export function outerFoldName(k: number, of: number): string {
  return `outer-${k + 1}-of-${of}`;
}

/** The result of a fold as a tag of the study's run keeps it. */
export function storedOuterFold(result: OuterFoldResult): string {
  return JSON.stringify(result);
}

/** What {@link storedOuterFold} wrote; undefined for anything else. */
export function parseOuterFold(text: string | undefined): OuterFoldResult | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  return storedForm.safeParse(json).data;
}

/**
 * The estimate that the tags of a study's run keep.
 *
 * @param of - How many folds it has. Default: what the tags say was estimated last.
 * @returns undefined where there is none, or a fold is missing.
 */
export function storedOuterEstimate(
  tags: Readonly<Record<string, string>>,
  search: { readonly metric: string; readonly direction: Direction },
  of = Number(tags[OUTER_FOLDS_TAG]),
): OuterEstimate | undefined {
  if (!Number.isSafeInteger(of) || of < 2 || of > most) return undefined;
  const folds = Array.from({ length: of }, (_, k) => parseOuterFold(tags[outerFoldName(k, of)]));
  return folds.every((fold) => fold !== undefined) ? outerEstimate(folds, search) : undefined;
}
