import { createRequire } from 'node:module';
import { InvalidArgumentError } from '@fraudx/core';
import { loadInstalled } from '@fraudx/core/modules';
import type { PlotSpec } from './plot-spec.ts';
import { renderSvg } from './render-svg.ts';
import type { RenderOptions } from './render-svg.ts';

/** Finds files of packages that this one depends on, which may lie anywhere. */
const modules = createRequire(import.meta.url);

/** Options of drawing as PNG. */
export interface PngOptions extends RenderOptions {
  /** Pixels per unit of the spec, in (0, 8]. Default 2. */
  readonly scale?: number;
}

/** PNG bytes of SVG text, drawn with the shipped font, whatever fonts the machine has. */
async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await loadInstalled(/^@resvg\/resvg-js-/, () => import('@resvg/resvg-js'));
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
    modules.resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  });
  return image.render().asPng();
}

/**
 * Draws a spec as PNG bytes. Loads vega and resvg at the first call.
 *
 * @throws {InvalidArgumentError} `scale` is not in (0, 8].
 * @throws {InternalError} vega could not draw the spec.
 */
export async function renderPng(spec: PlotSpec, options: PngOptions = {}): Promise<Uint8Array> {
  const scale = options.scale ?? 2;
  if (!(scale > 0 && scale <= 8)) {
    throw new InvalidArgumentError(`scale must be in (0, 8], got ${scale}`, { subject: 'renderPng' });
  }
  return rasterize(await renderSvg(spec, options), scale);
}
