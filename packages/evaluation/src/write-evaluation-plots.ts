import { join } from 'node:path';
import { throwIfAborted } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import { renderPng, renderSvg } from '@fraudx/plots';
import type { PlotTheme } from '@fraudx/plots';
import { evaluationSpecs } from './evaluation-specs.ts';
import type { EvaluationPictures } from './evaluation-specs.ts';

/** Rows to draw and how. */
export interface EvaluationPlotsRequest extends EvaluationPictures {
  /** Default `['png', 'svg']`. */
  readonly formats?: readonly ('png' | 'svg')[];
  /** Default `light`. */
  readonly theme?: PlotTheme;
  readonly signal?: AbortSignal;
}

/**
 * Writes the pictures of an evaluation into a folder, those of {@link evaluationSpecs}.
 *
 * @param folder - Created where missing.
 * @returns Paths of the files written.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad labels, scores outside [0, 1], bad weights.
 * @throws {OutsideError} A file cannot be written.
 * @throws {InterruptedError} `signal` is aborted.
 */
export async function writeEvaluationPlots(folder: string, request: EvaluationPlotsRequest): Promise<string[]> {
  const theme = request.theme ?? 'light';
  const written: string[] = [];
  for (const [name, spec] of Object.entries(evaluationSpecs(request))) {
    for (const format of request.formats ?? ['png', 'svg']) {
      throwIfAborted(request.signal, 'writeEvaluationPlots');
      const path = join(folder, `${name}.${format}`);
      const content = format === 'png' ? await renderPng(spec, { theme }) : await renderSvg(spec, { theme });
      await writeFileAtomic(path, content);
      written.push(path);
    }
  }
  return written;
}
