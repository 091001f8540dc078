import type { PlotSpec } from './plot-spec.ts';
import { renderSvg } from './render-svg.ts';

/** Text as it may stand in HTML, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Style that shows the picture of {@link pictureHtml} for a light page, a dark screen, or paper. */
export const pictureStyle = `.picture{margin:0}.picture img{max-width:100%;height:auto}.picture .dark{display:none}
@media screen and (prefers-color-scheme:dark){.picture .light{display:none}.picture .dark{display:inline}}`;

/**
 * A spec as a piece of HTML: the picture for light pages and the one for dark pages, both inside; {@link pictureStyle} chooses.
 *
 * @param alt - What the picture shows, for readers who do not see it.
 * @throws {InternalError} vega could not draw the spec.
 */
export async function pictureHtml(spec: PlotSpec, alt: string): Promise<string> {
  const image = async (theme: 'light' | 'dark'): Promise<string> => {
    const svg = Buffer.from(await renderSvg(spec, { theme })).toString('base64');
    return `<img class="${theme}" alt="${escapeHtml(alt)}" src="data:image/svg+xml;base64,${svg}">`;
  };
  return `<figure class="picture">${await image('light')}${await image('dark')}</figure>`;
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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>:root{color-scheme:light dark}${pictureStyle}</style></head><body>${await pictureHtml(spec, title)}</body></html>
`;
}
