import type { View } from 'vega';
import { InternalError, sha256 } from '@fraudx/core';
import { renamedIds } from './internal/both-themes.ts';
import { loadVega } from './internal/load-vega.ts';
import { themeConfig } from './internal/theme.ts';
import { withSigns } from './internal/unseen.ts';
import { markNames, unmarked } from './internal/vega-names.ts';
import type { PlotSpec, PlotTheme } from './plot-spec.ts';

/** Options of drawing. */
export interface RenderOptions {
  /** Default `light`. */
  readonly theme?: PlotTheme;
}

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** The spec as another tool can draw it: with schema and the colours of a theme. */
export function themedSpec(spec: PlotSpec, theme: PlotTheme = 'light'): PlotSpec {
  return { $schema: schema, ...spec, config: themeConfig(theme) };
}

/** Vega counts its ids on from picture to picture; by content the same picture is the same text. */
function contentIds(svg: string): string {
  return renamedIds(svg, `c${sha256(renamedIds(svg, 'c')).slice(0, 8)}-`);
}

/**
 * Draws a spec as SVG text, legend included; the same spec is the same text. Loads vega at the first call; reads no network and no file.
 *
 * @throws {InternalError} vega could not draw the spec.
 */
export async function renderSvg(spec: PlotSpec, options: RenderOptions = {}): Promise<string> {
  const { vega, vegaLite } = await loadVega();
  const failures: string[] = [];
  const logger = vega.logger(vega.Warn, 'warn', (_method, level, input) => {
    if (level === 'ERROR') failures.push(input.map(String).join(' '));
  });
  const loader = {
    ...vega.loader(),
    load: (uri: string): Promise<string> => {
      failures.push(`a spec must hold its data, got the address ${uri}`);
      return Promise.resolve('');
    },
  };
  let view: View | undefined;
  try {
    const compiled = vegaLite.compile(markNames(themedSpec(spec, options.theme)) as never, { logger });
    view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger, loader });
    const svg = withSigns(unmarked(await view.toSVG()));
    if (failures.length > 0) throw new InternalError(`renderSvg: vega could not draw the spec: ${failures[0]}`);
    return contentIds(svg);
  } catch (cause) {
    if (cause instanceof InternalError) throw cause;
    throw new InternalError(`renderSvg: vega could not draw the spec: ${String(cause)}`, { cause });
  } finally {
    view?.finalize();
  }
}
