import { bothThemes } from './internal/both-themes.ts';
import { compactSvg } from './internal/compact-svg.ts';
import { withSigns } from './internal/unseen.ts';
import type { PlotSpec } from './plot-spec.ts';
import { renderSvg } from './render-svg.ts';

/** Text as it may stand in HTML, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return withSigns(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Style of the picture of {@link pictureHtml}: as wide as the page has room for. */
export const pictureStyle = `.picture{margin:0}.picture svg{max-width:100%;height:auto}`;

/**
 * A spec as a piece of HTML: one SVG that knows its colours for light pages, dark screens and paper.
 *
 * @param alt - What the picture shows, for readers who do not see it.
 * @throws {InternalError} vega could not draw the spec.
 */
export async function pictureHtml(spec: PlotSpec, alt: string): Promise<string> {
  const [light, dark] = [await renderSvg(spec, { theme: 'light' }), await renderSvg(spec, { theme: 'dark' })];
  // The dots of a picture are joined where they look the same, which a variable for two colours decides.
  const svg = compactSvg(bothThemes(light, dark));
  return `<figure class="picture"><svg role="img" aria-label="${escapeHtml(alt)}"${svg.slice('<svg'.length)}</figure>`;
}

/**
 * A spec as a whole HTML page that needs no network.
 *
 * @param title - Title of the page and description of the picture.
 * @throws {InternalError} vega could not draw the spec.
 */
export async function renderHtml(spec: PlotSpec, title: string): Promise<string> {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>:root{color-scheme:light dark}${pictureStyle}</style></head><body>${await pictureHtml(spec, title)}</body></html>
`;
}
