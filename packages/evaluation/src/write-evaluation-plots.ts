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

/** A picture as the content of a file. */
export interface EvaluationPlot {
  /** Such as `roc-curve.svg`. */
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Draws the pictures of an evaluation one by one, those of {@link evaluationSpecs}.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad labels, scores outside [0, 1], bad weights.
 * @throws {InterruptedError} `signal` is aborted.
 */
export async function* drawEvaluationPlots(request: EvaluationPlotsRequest): AsyncGenerator<EvaluationPlot> {
  const theme = request.theme ?? 'light';
  for (const [name, spec] of Object.entries(evaluationSpecs(request))) {
    for (const format of request.formats ?? ['png', 'svg']) {
      throwIfAborted(request.signal, 'writeEvaluationPlots');
      const drawn = format === 'png' ? await renderPng(spec, { theme }) : await renderSvg(spec, { theme });
      yield { name: `${name}.${format}`, content: typeof drawn === 'string' ? new TextEncoder().encode(drawn) : drawn };
    }
  }
}

/**
 * Writes the pictures of an evaluation into a folder, those of {@link drawEvaluationPlots}, with its errors.
 *
 * @param folder - Created where missing.
 * @returns Paths of the files written.
 * @throws {OutsideError} A file cannot be written.
 */
export async function writeEvaluationPlots(folder: string, request: EvaluationPlotsRequest): Promise<string[]> {
  const written: string[] = [];
  for await (const { name, content } of drawEvaluationPlots(request)) {
    const path = join(folder, name);
    await writeFileAtomic(path, content);
    written.push(path);
  }
  return written;
}
